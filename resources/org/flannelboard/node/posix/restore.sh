# Puts a kept file back. $1 the kept file, which stays; $2 the path.
kept=$1 path=$2

if [ ! -e "$kept" ]; then
  section missing
  exit 0
fi
resolve "$path"
begin "$path"
cp -p -- "$kept" "$temp" || fail "$path"
flush "$temp"
finish "$path"

# Removes a file or an empty directory. $1 its path.
if [ -d "$1" ] && [ ! -h "$1" ]; then
  rmdir -- "$1"
else
  rm -f -- "$1"
fi || {
  section failed "$1"
  exit 1
}
file_state "$1" 0

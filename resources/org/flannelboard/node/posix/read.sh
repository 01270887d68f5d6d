# Writes a file to standard output, one byte beyond the limit at most. $1 path, $2 limit.
# Exit status 66 (EX_NOINPUT of sysexits.h): there is no such file.
if [ ! -e "$1" ]; then
  why=$(stat -L -- "$1" 2>&1 >/dev/null)
  case $why in
    *': No such file or directory' | *': Not a directory') exit 66 ;;
  esac
fi
head -c "$(($2 + 1))" -- "$1"

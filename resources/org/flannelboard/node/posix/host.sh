# The node's time: seconds since 1970 and nanoseconds.
clock() { printf 'clock %s\n' "$(date '+%s %N')"; }

# What kind of machine it is.
machine() {
  printf 'uname %s\n' "$(uname -nrm)"
  if [ -r /etc/os-release ]; then
    while IFS= read -r line; do
      case $line in PRETTY_NAME=*) printf 'os %s\n' "${line#*=}" ;; esac
    done </etc/os-release
  fi
}

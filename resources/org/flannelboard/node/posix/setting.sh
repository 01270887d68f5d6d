# Sets a kernel setting, then shows it. $1 its path below /proc/sys/net, $2 its value.
printf '%s\n' "$2" >"/proc/sys/net/$1" || exit 1
section now
cat "/proc/sys/net/$1"
section end

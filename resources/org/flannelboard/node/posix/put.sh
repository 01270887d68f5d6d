# Replaces a file or creates it, with its content on standard input.
# $1 path, $2 mode, $3 owner, $4 group, $5 where to keep what stands there (or nothing),
# $6 SHA-256 of the content, $7 gzip: it comes packed.
path=$1 mode=$2 owner=$3 group=$4 keep=$5 digest=$6 form=$7

if [ "$form" = gzip ] && ! has gzip; then
  cat >/dev/null
  section no-gzip
  exit 0
fi

receive() {
  case $form in
    gzip) gzip -dc ;;
    *) cat ;;
  esac
}

verify() {
  actual=$(sha256sum <"$temp") || fail "$path"
  if [ "${actual%% *}" != "$digest" ]; then
    section mismatch "${actual%% *}"
    exit 1
  fi
}

# cp -p: owner, mode and times as they were.
keep_earlier() {
  keep_directory=${keep%/*} top=''
  make_directories 0700 "$keep_directory" >/dev/null || { keep_top=$top; fail "$keep"; }
  keep_top=$top
  copy=$(mktemp "$keep_directory/.${keep##*/}.flannelboard.XXXXXX") || fail "$keep"
  cp -p -- "$target" "$copy" || fail "$keep"
  flush "$copy"
  mv -f -- "$copy" "$keep" || fail "$keep"
  copy='' keep_top=''
  section kept
}

resolve "$path"
begin "$path"
receive >"$temp" || fail "$path"
verify
chown -- "$owner:$group" "$temp" || fail "$path"
chmod -- "$mode" "$temp" || fail "$path"
flush "$temp"
if [ -n "$keep" ] && [ -f "$target" ]; then
  keep_earlier
fi
finish "$path"

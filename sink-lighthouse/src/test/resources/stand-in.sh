#!/bin/sh
# Behaves like lighthouse or, called with "run" or "rm", like docker. The path of the address says how it goes; $STANDIN is a
# folder for what it has to tell.
if [ "$1" = rm ]; then
  echo "$*" >> "$STANDIN/removed"
  exit 0
fi
printf '%s\n' "$@" > "$STANDIN/arguments"
env > "$STANDIN/environment"
url=$1
for argument in "$@"; do
  case $argument in
    --output-path=*) out=${argument#--output-path=} ;;
    URL=*) url=${argument#URL=} ;;
    *:/report) out=${argument%:/report}/report ;;
  esac
done
mkdir "$STANDIN/busy" || echo "$url" >> "$STANDIN/overlaps"
echo "$url" >> "$STANDIN/audited"
accessibility=0.98
case $url in
  */hang*)
    sleep 600 & echo $! >> "$STANDIN/children"
    setsid sleep 600 & echo $! >> "$STANDIN/children"
    sh -c 'setsid sleep 600 & echo $! >> "$STANDIN/children"'
    echo $$ >> "$STANDIN/children"
    rmdir "$STANDIN/busy"
    touch "$STANDIN/hanging"
    exec sleep 600 ;;
  */leaving*) sh -c 'setsid sleep 600 & echo $! >> "$STANDIN/children"' ;;
  */broken*)
    if [ ! -e "$STANDIN/repaired" ]; then
      rmdir "$STANDIN/busy"
      echo 'Runtime error encountered: the page gave no answer' >&2
      exit 1
    fi ;;
  */silent*) rmdir "$STANDIN/busy"; exit 0 ;;
  */garbled*) echo '{"categories":' > "$out.report.json"; rmdir "$STANDIN/busy"; exit 0 ;;
  */unreachable*)
    echo '{"runtimeError": {"code": "FAILED_DOCUMENT_REQUEST", "message": "no page"}, "categories": {}}' > "$out.report.json"
    rmdir "$STANDIN/busy"; exit 0 ;;
  */link*) ln -s /etc/passwd "$out.report.html" ;;
  */unmeasured*) accessibility=null ;;
  */poor*) accessibility=0.3 ;;
esac
cat > "$out.report.json" <<JSON
{"runtimeError": {"code": "NO_ERROR"}, "categories": {
  "accessibility": {"score": $accessibility}, "performance": {"score": 0.715},
  "best-practices": {"score": 1}, "seo": {"score": 0.9}}}
JSON
[ -e "$out.report.html" ] || echo "<html>$url</html>" > "$out.report.html"
rmdir "$STANDIN/busy"

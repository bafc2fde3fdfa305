#!/usr/bin/env bash
# curl against the product: the three ways to call a method, and what errors look like on the wire.
set -euo pipefail

demo=${ORLEANSSOCIAL_DEMO:?}
steps=0

# field FILE EXPRESSION: reads a field of a JSON file; the file's value is "d".
field() { node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); console.log(eval(process.argv[2]) ?? "")' "$1" "$2"; }

base=$(field "$demo" d.baseUrl) token=$(field "$demo" 'd.users[0].token') team=$(field "$demo" d.team.id)
channel=$(field "$demo" 'd.channels.find(c => c.name === "general").id')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# api METHOD CURL-ARGUMENTS: body to $work/body, headers to $work/headers; prints the status.
api() {
  local method=$1; shift
  curl -sS -m 15 -o "$work/body" -D "$work/headers" -w '%{http_code}' "$@" "$base/api/$method"
}

# expect WHAT GOT WANTED
expect() {
  if [ "$2" != "$3" ]; then
    printf 'not ok - %s\n  got:    %s\n  wanted: %s\n  body:   %s\n' "$1" "$2" "$3" "$(head -c 2000 "$work/body")" >&2
    exit 1
  fi
  steps=$((steps + 1))
  echo "ok $steps - $1"
}
got() { field "$work/body" "$1"; }

expect "GET with the token in the query" "$(api "auth.test?token=$token")" 200
expect "it answers for the token's team" "$(got d.team_id)" "$team"

text='tea & cake = 茶 👋🏽 +%2B'
expect "POST form with a bearer token" \
  "$(api chat.postMessage -H "Authorization: Bearer $token" --data-urlencode "channel=$channel" --data-urlencode "text=$text")" 200
expect "it is posted" "$(got d.ok)" true
ts=$(got d.ts)
expect "the answer is JSON" "$(grep -ci '^content-type: application/json' "$work/headers")" 1
# As Slack: &, < and > are stored as entities, everything else byte for byte.
expect "history by GET answers" \
  "$(api "conversations.history?channel=$channel&limit=1" -H "Authorization: Bearer $token")" 200
expect "the text is the same" "$(got 'd.messages[0].text')" "${text//&/&amp;}"
expect "the ts is the same" "$(got 'd.messages[0].ts')" "$ts"

expect "POST JSON with a bearer token" "$(api chat.postMessage -H "Authorization: Bearer $token" \
  -H 'Content-Type: application/json; charset=utf-8' -d "{\"channel\":\"$channel\",\"text\":\"by json\"}")" 200
expect "it is posted too" "$(got d.message.text)" "by json"
expect "POST form with the token in the body" "$(api auth.test -d "token=$token")" 200
expect "that is a login too" "$(got d.ok)" true
expect "POST multipart" "$(api chat.postMessage -H "Authorization: Bearer $token" -F "channel=$channel" -F "text=by multipart")" 200
expect "that is a post too" "$(got d.message.text)" "by multipart"

expect "no token is an answer, not an HTTP error" "$(api auth.test)" 200
expect "its word" "$(got d.error)" not_authed
expect "a wrong token" "$(api auth.test -H 'Authorization: Bearer xoxp-no')" 200
expect "its word" "$(got d.error)" invalid_auth
expect "an unknown method" "$(api no.such.method -H "Authorization: Bearer $token")" 200
expect "its word" "$(got d.error)" unknown_method
expect "an unknown channel" "$(api chat.postMessage -d "token=$token&channel=C0000000000&text=x")" 200
expect "its word" "$(got d.error)" channel_not_found
expect "broken JSON" "$(api chat.postMessage -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"channel":')" 200
expect "its word" "$(got d.error)" invalid_json

name=curl-$(date +%s)-$RANDOM
expect "sign-up makes an account and a team" "$(api social.signUp --data-urlencode "name=cy" -d "email=$name@example.com" \
  -d 'password=correct-horse-battery' -d "team_name=Curl" -d "team_domain=$name")" 200
expect "it answers ok" "$(got d.ok)" true
new=$(got d.token)
expect "another team's channel does not exist" "$(api "conversations.history?channel=$channel" -H "Authorization: Bearer $new")" 200
expect "its word" "$(got d.error)" channel_not_found
expect "log-out" "$(api social.logOut -H "Authorization: Bearer $new" -d '')" 200
expect "it answers ok" "$(got d.ok)" true
for _ in 1 2 3 4 5 6 7 8 9 10; do
  api auth.test -H "Authorization: Bearer $new" >/dev/null
  [ "$(got d.ok)" = true ] || break
  sleep 0.5
done
expect "the token has ended within 5 s" "$(got '["token_revoked", "invalid_auth", "account_inactive"].includes(d.error)')" true

echo "curl: $steps steps passed"

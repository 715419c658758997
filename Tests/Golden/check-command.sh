#!/usr/bin/env bash
# The command as a user meets it: exit status, streams, formats. Usage: check-command.sh HQ
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
hq=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

# check NAME EXPECTED_STATUS EXPECTED_OUTPUT_PATTERN COMMAND...: the pattern is matched against standard output.
check() {
    local name=$1 status=$2 pattern=$3
    shift 3
    "$@" >out 2>err </dev/null
    local found=$?
    if [ "$found" -eq "$status" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" out; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name: status $found, wanted $status; wanted /$pattern/ in:"
        head -c 600 out
        head -c 600 err
    fi
}
# err NAME PATTERN: the last command's standard error.
err() {
    if grep -qE -- "$2" err; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED $1: wanted /$2/ on standard error:"
        head -c 600 err
    fi
}

cat >c.jsonl <<'J'
{"id":"A","title":"研发奖励","tags":["研发"],"conditions":[{"label":"注册地","expr":"region.under('3303')"},{"label":"占比","expr":"rd_expense[year-1] >= 0.03 * revenue[year-1]","weight":2}],"benefit":{"amount":"math.least(0.1 * rd_expense[year-1], money('50万元'))"}}
{"id":"B, \"b\"","title":"无失信","conditions":[{"expr":"!dishonest"}]}
J
cat >bad.jsonl <<'J'
{"id":"X","title":"x","conditions":[{"id":"k","expr":"true && revenu[2023] > 1.0"}]}
{"id":"B","title":"ok","conditions":[]}
J
cat >p.jsonl <<'J'
{"id":"1","region":"330302","revenue":{"2023":1000},"rd_expense":{"2023":30},"dishonest":false}
{"id":"2","region":"330300","revenue":{"2023":1000},"rd_expense":{"2023":29.99}}
{"id":"3"}
J
printf '{"region":"330302","penalties":[{"kind":"x"}],"tags":["高新技术企业",null]}\n' >p.json
printf '{"id":"1"}\n{"id":"2","employees":1.5}\n{"id":"1"}\n' >badp.jsonl

check "version" 0 "^hq [0-9]" "$hq" --version
check "help" 0 "match" "$hq" --help
for verb in match find count import check eval; do check "help $verb" 0 "USAGE" "$hq" "$verb" --help; done
check "no such verb" 64 "" "$hq" nonsense
check "missing option" 64 "" "$hq" match --profile p.json
check "bad day" 64 "" "$hq" eval --as-of 2024-02-30 true
check "both profile and profiles" 64 "" "$hq" match --clauses c.jsonl --profile p.json --profiles p.jsonl 1

check "eval true" 0 "^true$" "$hq" eval --as-of 2024-06-30 '1 < 2'
check "eval uint" 0 "^2u$" "$hq" eval --as-of 2024-06-30 '2u'
check "eval decimal" 0 "^4\.0$" "$hq" eval --as-of 2024-06-30 '2.0 * 2.0'
check "eval fraction" 0 "^1/3$" "$hq" eval --as-of 2024-06-30 '1.0 / 3.0'
check "eval minus" 0 "^-7$" "$hq" eval --as-of 2024-06-30 '-7'
echo '{"id":"o","penalties":[{},null]}' >open.json
check "eval lists an error beside what is missing" 0 "^unknown: dishonest$" "$hq" eval --as-of 2024-06-30 '1 % (year - 2024) > 0 || dishonest'
err "eval tells the error" "求值有误"
check "eval unites what map misses with the others" 0 '^unknown: penalties\[0\]\.amount, penalties\[\*\]$' "$hq" eval --profile open.json --as-of 2024-06-30 'sum(penalties.map(p, p.amount))'
check "eval behind --" 0 "^-7$" "$hq" eval --as-of 2024-06-30 -- '-7'
echo '{"id":"w","industry":"C9999"}' >warned.json
check "eval warns of the profile" 0 "^true$" "$hq" eval --as-of 2024-06-30 --profile warned.json "industry.under('C')"
err "eval names the field that looks odd" "warned.json：.*industry"
check "eval text" 0 "^温州$" "$hq" eval --as-of 2024-06-30 "'温州'"
check "eval list" 0 '^\["a", 1\.5\]$|^\["a", "b"\]$' "$hq" eval --as-of 2024-06-30 "['a', 'b']"
check "eval time" 0 "^2021-06-30T00:00:00Z$" "$hq" eval --as-of 2024-06-30 'years_before(3)'
check "eval unknown" 0 '^unknown: dishonest, revenue\[2021\]$' "$hq" eval --as-of 2024-06-30 'dishonest || revenue[2021] > 1'
check "eval with profile" 0 '^unknown: penalties\[0\]\.amount$' "$hq" eval --profile p.json --as-of 2024-06-30 'penalties[0].amount > 1'
check "eval open list" 0 '^unknown: tags\[\*\]$' "$hq" eval --profile p.json --as-of 2024-06-30 "'x' in tags"
check "eval error" 1 "" "$hq" eval --as-of 2024-06-30 'true && nope'
err "eval error names the offset" "偏移 8"
check "eval error in English" 1 "" "$hq" eval --lang en --as-of 2024-06-30 'true && nope'
err "eval error in English names the offset" "offset 8"
check "eval division by zero" 1 "" "$hq" eval --as-of 2024-06-30 '1 % 0'

check "eval plain" 0 '^\{"a": \[1, 2u, 1\.5\]\}$' "$hq" eval --plain "{'a': [1, 2u, 3.0 / 2.0]}"
check "eval plain zone" 0 "^9$" "$hq" eval --plain "timestamp('1988-07-01T00:30:00Z').getHours('Asia/Shanghai')"
check "eval plain knows no fields" 1 "" "$hq" eval --lang en --plain '1 + size(tags)'
err "eval plain names the offset" "offset 9"
check "eval plain overflow" 1 "" "$hq" eval --plain '9223372036854775807 + 1'
check "eval plain takes no profile" 64 "" "$hq" eval --plain --profile p.json '1'

check "check well" 0 "通过 2 条" "$hq" check c.jsonl
check "check refuses" 2 "" "$hq" check bad.jsonl
err "check names clause, condition, offset" "第 1 行，X，条件 k，.*偏移 8"
check "check lacks file" 1 "" "$hq" check none.jsonl
err "check says which file" "none.jsonl"
cat >lint.jsonl <<'J'
{"id":"L1","title":"l","policy":{"id":"P"},"conditions":[{"expr":"employees > 500 && employees < 300"},{"expr":"'国有企业' in tags"}]}
{"id":"L2","title":"l","policy":{"id":"P"},"conditions":[{"expr":"revenue[year-1] <= money('5000万元')"}]}
{"id":"L3","title":"l","policy":{"id":"P"},"conditions":[{"expr":"revenue[year-1] > money('6000万元')"}]}
J
check "check warns, exit 0" 0 "通过 3 条，拒绝 0 条，警告 3 条" "$hq" check lint.jsonl
err "check names place and rule" "第 1 行，L1，条件 c1，偏移 29：.*\[contradictory-bounds\]"
err "check finds the gap" "L3.*条款 L2.*\[tier-gap\]"
check "check in English" 0 "3 passed, 0 refused, 3 warnings" "$hq" check lint.jsonl --lang en
err "check cites the article" "article 10.*\[unfair-competition\]"
check "check without rules" 0 "警告 1 条" "$hq" check lint.jsonl --without unfair-competition --without tier-gap
check "check without an unknown rule" 64 "" "$hq" check lint.jsonl --without nonsense
check "check json" 0 '^\{"passed":3,"refused":0,"findings":\[\{"severity":"warning","rule":"contradictory-bounds","line":1,"clause":"L1","condition":"c1","field":null,"offset":29,' "$hq" check lint.jsonl --format json
check "check json of refusals" 2 '"severity":"refusal","rule":null,"line":1,"clause":"X","condition":"k"' "$hq" check bad.jsonl --format json
check "check with profiles" 0 "警告 0 条" "$hq" check c.jsonl --profiles p.jsonl --as-of 2024-06-30
check "check says what nobody has" 0 "警告 5 条" "$hq" check lint.jsonl --profiles p.jsonl --as-of 2024-06-30
err "check names the field" 'L1，条件 c1，偏移 0：.*`employees`.*\[undecidable\]'

check "count" 0 '^A,1,1,1$' "$hq" count --truth kleene --clauses c.jsonl --profiles p.jsonl --as-of 2024-06-30
[ ! -s err ] && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED count is not silent"; cat err; }
check "count quotes by RFC 4180" 0 '^"B, ""b""",1,0,2$' "$hq" count --truth kleene --clauses c.jsonl --profiles p.jsonl --as-of 2024-06-30
cp out one; check "count with threads" 0 "" "$hq" count --truth kleene --clauses c.jsonl --profiles p.jsonl --as-of 2024-06-30 --threads 7
cmp -s one out && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED count differs by threads"; }
check "count with refusals" 2 '^B,1,0,0$' "$hq" count --truth kleene --clauses bad.jsonl --profiles badp.jsonl --as-of 2024-06-30
err "refused row is named" "第 2 行，.*employees"
err "repeated key is named" "第 3 行，1"
check "count leaves refused clauses out" 2 '^B' "$hq" count --truth kleene --clauses bad.jsonl --profiles p.jsonl --as-of 2024-06-30
grep -q '^X' out && { failed=$((failed + 1)); echo "FAILED refused clause counted"; } || passed=$((passed + 1))
cat >split.jsonl <<'END'
{"id":"S","title":"t","delivery":"instant","conditions":[{"expr":"employees < 20 ? insured >= 5 : employees < 300 ? insured >= 4 : insured >= 3"}]}
END
echo '{"id":"u","insured":7}' >splitp.jsonl
check "count splits cases by default" 0 '^S,1,0,0$' "$hq" count --clauses split.jsonl --profiles splitp.jsonl --as-of 2024-06-30
check "count without the split" 0 '^S,0,0,1$' "$hq" count --truth kleene --clauses split.jsonl --profiles splitp.jsonl --as-of 2024-06-30
check "match names the fact of a split" 0 '"decided_by":"split","decided_fact":"employees".*"route":"verify"' "$hq" match --clauses split.jsonl --profile splitp.jsonl --as-of 2024-06-30 --format json
check "match without the split" 0 '"verdict":"undetermined","decided_by":null' "$hq" match --truth kleene --clauses split.jsonl --profile splitp.jsonl --as-of 2024-06-30 --format json

check "match text" 0 "符合" "$hq" match --clauses c.jsonl --profiles p.jsonl 1 --as-of 2024-06-30 --explain
grep -q $'\033' out && { failed=$((failed + 1)); echo "FAILED colours in a pipe"; } || passed=$((passed + 1))
check "match English" 0 "eligible" "$hq" match --lang en --clauses c.jsonl --profiles p.jsonl 1 --as-of 2024-06-30
check "match json" 0 '"as_of":"2024-06-30","profile":"1","matches":\[' "$hq" match --clauses c.jsonl --profiles p.jsonl 1 --as-of 2024-06-30 --format json
if command -v python3 >/dev/null 2>&1; then
    if python3 - <<'P'; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED match json"; fi
import json
answer = json.load(open("out"))
first = answer["matches"][0]
assert first["clause_id"] == "A" and first["verdict"] == "eligible" and first["rank"] == 1, first
assert first["degree_low"] == 1 and first["amount_low"] == "3.00" == first["amount_high"], first
assert list(first) == ["clause_id", "title", "policy", "verdict", "decided_by", "degree_low", "degree_high",
                       "amount_low", "amount_high", "deadline", "route", "relevance", "rank"], list(first)
P
fi
check "match a profile file" 0 "待核实" "$hq" match --clauses c.jsonl --profile p.json --as-of 2024-06-30
check "match unknown key" 1 "" "$hq" match --clauses c.jsonl --profiles p.jsonl 9 --as-of 2024-06-30
check "match top" 0 '"rank":1' "$hq" match --clauses c.jsonl --profile p.json --as-of 2024-06-30 --format json --top 1
grep -q '"rank":2' out && { failed=$((failed + 1)); echo "FAILED top"; } || passed=$((passed + 1))
check "match default day is printed" 0 "判定日 +[0-9]{4}-[0-9]{2}-[0-9]{2}" "$hq" match --clauses c.jsonl --profile p.json

check "find" 0 "^1 +1 " "$hq" find --clauses c.jsonl --profiles p.jsonl A --as-of 2024-06-30
head -n 1 c.jsonl >draft.json
check "find draft" 0 '"clause":"A"' "$hq" find --profiles p.jsonl --draft draft.json --as-of 2024-06-30 --format json
check "find gap" 0 "还差 0.01 元" "$hq" find --clauses c.jsonl --profiles p.jsonl A --as-of 2024-06-30
cat >mend.jsonl <<'J'
{"id":"U","title":"u","conditions":[{"expr":"100 * insured >= 15 * employees"},{"expr":"established.getFullYear() <= 2016"},{"expr":"years_since(established) >= 8"},{"expr":"rd_expense[2023] / revenue[2023] >= 0.05"},{"expr":"industry.under(['C39','I65'])"},{"expr":"name.startsWith('浙江')"}]}
{"id":"V","title":"v","conditions":[{"expr":"employees >= 301 || insured >= 45"},{"expr":"employees >= 900 || insured >= 45"},{"expr":"certificates.exists(c, c.name == '鲁班奖')"}]}
J
echo '{"id":"k","name":"杭州甲","industry":"C2911","established":"2018-03-01","employees":300,"insured":37,"revenue":{"2023":38000000},"rd_expense":{"2023":1000000},"certificates":[{"name":"x"}]}' >mend.json
told() { check "$1" 0 "$2" "$hq" match --clauses mend.jsonl --profile mend.json --explain --as-of 2024-06-30; }
told "a scaled fact lacks its own number" "例如参保人数须不低于 45 人 · 参保人数还差 8 人$"
told "a year of the calendar" "计算值 2018 年 · 须不高于 2016 年 · 超出 2 年$"
told "years since" "成立 6 年 · 须成立满 8 年 · 还差 2 年（2026-03-01 起满足）$"
told "a ratio in per cent" "计算值 约 2.63% · 须不低于 5% · 还差 约 2.37 个百分点 · 例如 2023 年研发费用须不低于 190 万元，还差 90 万元$"
told "one of several codes" "软件和信息技术服务业 I65 之一$"
told "the beginning of a text" "须以“浙江”开头$"
told "another certificate" "缺少“鲁班奖”（资质与许可证书） · 还差 1 项$"
told "one change for two conditions" "（2 处）：参保人数 37 人，须不低于 45 人，还差 8 人；"
check "find says whose gap" 0 "✗ c1，参保人数还差 8 人；" "$hq" find --clauses mend.jsonl --profiles mend.json U --as-of 2024-06-30
check "find unknown clause" 1 "" "$hq" find --clauses c.jsonl --profiles p.jsonl Z --as-of 2024-06-30
head -n 1 bad.jsonl >baddraft.json
check "find bad draft" 1 "" "$hq" find --profiles p.jsonl --draft baddraft.json --as-of 2024-06-30
err "bad draft names the condition" "条件 k"
check "a full disk is an error" 1 "" bash -c "'$hq' count --truth kleene --clauses c.jsonl --profiles p.jsonl --as-of 2024-06-30 >/dev/full"
printf '{"x":1}\n' >unknown.json
check "the file at fault is named" 1 "" "$hq" match --clauses c.jsonl --profile unknown.json --as-of 2024-06-30
err "profile file is named" "unknown.json：字段 x"
printf '{"id":"E","title":"\\u001b[31mred\\nline","conditions":[]}\n' >escape.jsonl
check "data cannot steer the terminal" 0 "red line" "$hq" match --clauses escape.jsonl --profile p.json --as-of 2024-06-30
grep -q $'\033' out && { failed=$((failed + 1)); echo "FAILED escape reached the terminal"; } || passed=$((passed + 1))
printf '\357\273\277{"employees":3}' >bom.json
check "a byte order mark is no fault" 0 "^true$" "$hq" eval --profile bom.json --as-of 2024-06-30 'employees == 3'
check "open list has no positions" 0 '^unknown: tags\[\*\]$' "$hq" eval --profile p.json --as-of 2024-06-30 "tags[0] == 'x'"
check "today is told" 0 "^2$" "$hq" eval '1 + 1'
err "the day taken is told" "判定日为今天 [0-9]{4}-"
check "read quantities" 0 '"low":"20000000","low_included":true' "$hq" read quantities 营业收入2000万元以上
check "read an address" 0 '"code":"330304"' "$hq" read address 溫州市甌海區
check "read a scope" 0 '"code":"H62' "$hq" read scope 餐饮服务
check "read wants a kind" 64 "" "$hq" read x y
printf '帮扶券\n' >terms.txt
check "a lexicon is read" 0 "^1\\." "$hq" search --lexicon terms.txt --clauses c.jsonl 研发 --as-of 2024-06-30
printf 'a\n\377\n' >terms.txt
check "a bad lexicon is refused" 1 "" "$hq" search --lexicon terms.txt --clauses c.jsonl 研发 --as-of 2024-06-30
err "the lexicon's file is named" "terms.txt"
check "search finds clauses" 0 "^1\." "$hq" search --clauses c.jsonl 研發 --as-of 2024-06-30
check "search as JSON" 0 '"hits":\[\{"clause_id"' "$hq" search --clauses c.jsonl 研发 --as-of 2024-06-30 --format json
check "search finds nothing" 0 "找到 0 条" "$hq" search --clauses c.jsonl 龘 --as-of 2024-06-30
check "search in English" 0 "0 found" "$hq" search --clauses c.jsonl 龘 --as-of 2024-06-30 --lang en
check "search wants a code" 1 "" "$hq" search --clauses c.jsonl 研发 --region 33 --as-of 2024-06-30
err "search names the region" "不是行政区划代码"
check "search wants clauses or profiles" 64 "" "$hq" search 研发
check "search wants hits" 64 "" "$hq" search --clauses c.jsonl 研发 --top 0
check "narrowing is for clauses" 64 "" "$hq" search --profiles p.jsonl 研发 --in-force
printf '{"id":"n1","name":"温州鞋业有限公司"}\n{"id":"n2","name":"中国石油化工股份有限公司"}\n' >names.jsonl
check "search finds enterprises" 0 "n1  温州鞋业有限公司" "$hq" search --profiles names.jsonl 溫州鞋業
check "an abbreviation finds the name" 0 "n2  中国石油化工股份有限公司" "$hq" search --profiles names.jsonl 中石化
check "a closed pipe ends quietly" 0 "" bash -c "'$hq' match --clauses c.jsonl --profile p.json --as-of 2024-06-30 | head -c 1"

# Tables: the sample city's first enterprises, as a spreadsheet writes them.
city=$root/Examples/city
for table in enterprises.csv enterprises-gb18030.csv; do
    check "import $table" 0 "取用 20 行，拒绝 0 行，警告 4 处" "$hq" import --schema "$city/schema.json" --profiles "$city/$table" --output "$table.jsonl"
    err "import $table warns by row and column" "第 8 行，000558，字段 利润总额2020（亿元）：金额为负"
done
grep -q "编码 GB18030，以逗号分隔，20 列中 20 列对应字段" out && grep -q "2020年营业收入（万元） → revenue_2020 营业收入，单位 万元" out && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED import tells columns"; cat out; }
check "import of JSON lines" 0 "取用 20 行" "$hq" import --schema "$city/schema.json" --profiles "$city/enterprises.jsonl" --output lines.jsonl
for one in enterprises.csv enterprises-gb18030.csv; do
    if cmp -s "$one.jsonl" lines.jsonl; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $one and the JSON lines differ"; diff "$one.jsonl" lines.jsonl | head -4; fi
done
"$hq" count --schema "$city/schema.json" --clauses "$city/clauses.jsonl" --profiles "$city/enterprises.jsonl" --as-of 2021-06-30 >counts 2>/dev/null
"$hq" count --schema "$city/schema.json" --clauses "$city/clauses.jsonl" --profiles "$city/enterprises-gb18030.csv" --as-of 2021-06-30 >counts-table 2>/dev/null
if [ -s counts ] && cmp -s counts counts-table; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED counts of table and lines"; fi
printf '编号,企业名称,统一社会信用代码,营业收入2023(万元),备注\n1,甲,9.13303E+17,1,\n2,"乙,,2,\n3,丙,,1.0000001,\n4,丁,,2,\n4,戊,,2,\n' >t.csv
check "an unknown column refuses the table" 1 "" "$hq" import --profiles t.csv
err "the column is named" "t.csv：第 1 行，字段 备注：列“备注”不是已知字段"
check "import refuses by row" 2 "取用 1 行，拒绝 4 行" "$hq" import --profiles t.csv --ignore-unknown
grep -q "1 次，第 2 行：统一社会信用代码：.*科学计数法" out && grep -q "第 4 行：营业收入2023(万元)：折算为元后多于两位小数" out && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "FAILED reasons"; cat out; }
err "an open quote is told by row" "拒绝：t.csv：第 3 行：引号没有闭合"
check "import in English" 2 "1 rows taken, 4 refused" "$hq" import --profiles t.csv --ignore-unknown --lang en
check "import to standard output" 2 '^{"id":"4","name":"丁","revenue":{"2023":20000}}$' "$hq" import --profiles t.csv --ignore-unknown --output -
printf '编号,企业名称\n1,甲,x\n2,乙,x,y\n3,丙\n' >wide.csv
check "a reason in several numbers is an example" 2 "2 次，第 2、3 行：如 有 3 列，表头有 2 列" "$hq" import --profiles wide.csv
cp t.csv t.txt
check "an encoding says that it is a table" 2 "取用 1 行" "$hq" import --profiles t.txt --encoding utf-8 --ignore-unknown
check "the wrong encoding is refused" 1 "" "$hq" import --profiles t.csv --encoding gbk --ignore-unknown
err "the place is told" "第 [0-9]+ 行，偏移 [0-9]+：文件此处不是 GB18030"
printf 'PK\003\004....' >book.xlsx
check "a workbook is no table" 1 "" "$hq" import --profiles book.xlsx
err "what to do with a workbook" "另存为“CSV UTF-8”"
check "no such encoding" 64 "" "$hq" import --profiles t.csv --encoding big5
check "there is no store yet" 64 "" "$hq" import --store city.huiqi --profiles t.csv
err "the store is not there yet" "store is not there yet"
check "nothing to import" 64 "" "$hq" import
check "import checks clauses" 2 "可用 1 条，拒绝 1 条" "$hq" import --clauses bad.jsonl
check "import to a full disk" 1 "" "$hq" import --profiles p.jsonl --output /dev/full
check "match on a table" 2 "待核实 2" "$hq" match --clauses c.jsonl --profiles t.csv --ignore-unknown 4 --as-of 2024-06-30

echo "the command: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

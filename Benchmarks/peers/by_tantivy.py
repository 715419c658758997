"""tantivy over the texts and questions that `bench --search --out DIR` wrote: pairs of ideographs, two fields.

    python -m peers.by_tantivy DIR [RUNS]
"""

import pathlib
import re
import sys
import time
import unicodedata

import tantivy

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9.%&]+")


def terms(text):
    """The text's terms with spaces between them, for tantivy's whitespace tokenizer."""
    out = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400" or len(run) == 1:
            out.append(run)
        else:
            out += [run[place : place + 2] for place in range(len(run) - 1)]
    return " ".join(out)


def main():
    folder = pathlib.Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    lines = (folder / "texts.txt").read_text(encoding="utf-8").split("\n")[:-1]
    questions = [terms(line) for line in (folder / "questions.txt").read_text(encoding="utf-8").split("\n")[:-1]]
    texts = [(terms(lines[place]), terms(lines[place + 1])) for place in range(0, len(lines), 2)]
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("id", stored=True)
    for field in ("title", "text"):
        schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(schema.build())
    start = time.perf_counter()
    writer = index.writer(500_000_000, 2)
    for number, (title, text) in enumerate(texts):
        writer.add_document(tantivy.Document(id=number, title=title, text=text))
    writer.commit()
    writer.wait_merging_threads()
    print(f"tantivy {tantivy.__version__}: build, terms given, 2 threads: {time.perf_counter() - start:.2f} s")
    index.reload()
    searcher = index.searcher()
    best = None
    for _ in range(runs):
        times = []
        for question in questions:
            start = time.perf_counter()
            query = index.parse_query(question, ["title", "text"])
            searcher.search(query, 10, count=False)
            times.append(time.perf_counter() - start)
        times.sort()
        found = (times[len(times) // 2], times[len(times) * 99 // 100])
        best = found if best is None else (min(best[0], found[0]), min(best[1], found[1]))
    print(f"tantivy: search p50 {best[0] * 1e3:.2f} ms, p99 {best[1] * 1e3:.2f} ms, top 10 of {len(texts)} texts")


if __name__ == "__main__":
    main()

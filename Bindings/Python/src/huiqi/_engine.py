"""Engine takes writes, Snapshot answers."""

from __future__ import annotations

import builtins
import ctypes
import datetime
import json
import os
import weakref
from ctypes import byref, c_int8, c_int32, c_int64, c_size_t, c_void_p
from typing import Any, Callable, Iterable, Iterator, List, Mapping, Optional, Tuple, Type, TypeVar, Union

from . import _library as c
from ._answers import (
    ClauseCount, ClauseHit, Evaluation, Finding, Matches, ProfileHit, Report, Totals, Verdict, read_clause_hits,
    read_matches, read_profile_hits,
)  # fmt: skip

Document = Union[bytes, str, Mapping[str, Any]]
Lines = Union[bytes, str, Iterable[Mapping[str, Any]]]
Day = Union[datetime.date, str, Tuple[int, int, int]]
_Self = TypeVar("_Self", bound="_Handle")


#: Values of hq_search_query.delivery.
_DELIVERIES = {None: 0, "instant": 1, "verify": 2, "review": 3}

#: Values of hq_csv_options.encoding, by the names that people call them.
_ENCODINGS = {
    None: 0, "utf-8": 1, "utf8": 1, "utf-8-sig": 1, "gb18030": 2, "gbk": 2, "gb2312": 2, "cp936": 2,
}  # fmt: skip

#: Values of hq_options.truth.
_TRUTHS = {"split": 0, "kleene": 1}


def open(  # noqa: A001 the word everybody looks for
    schema: Optional[Document] = None, *, truth: str = "split", lexicon: Union[bytes, str, None] = None,
    library: Union[str, "os.PathLike[str]", None] = None
) -> "Engine":
    """Opens an empty engine in memory.

    :param schema: a schema file's content with fields beside the standard ones.
    :param truth: how snapshots decide where facts are missing: "split" (Kleene's truth, then a case split over one
        missing fact at a time) or "kleene" alone; another word raises :class:`ValueError`.
    :param lexicon: terms that count as one word for relevance beside the library's own, one a line.
    :param library: path of libhuiqi; by default beside the package, then what HUIQI_LIB says.
    """
    if truth not in _TRUTHS:
        raise ValueError(f"truth is 'split' or 'kleene', not {truth!r}")
    loaded = c.load(library)
    options = c.Options()
    options.truth = _TRUTHS[truth]
    if schema is not None:
        content = _document(schema)
        options.schema, options.schema_len = content, len(content)
    if lexicon is not None:
        terms = _document(lexicon)
        options.lexicon, options.lexicon_len = terms, len(terms)
    return Engine(loaded, _make(loaded.hq_engine_open, byref(options)))


class _Handle:
    """Owns a handle: freed at `close`, at the end of `with`, or with the object."""

    _free_name: str

    def __init__(self, library: ctypes.CDLL, handle: c_void_p) -> None:
        self._library = library
        self._raw = handle
        self._finalizer = weakref.finalize(self, getattr(library, self._free_name), handle)

    @property
    def _handle(self) -> c_void_p:
        if not self._finalizer.alive:
            raise ValueError(f"{type(self).__name__} is closed")
        return self._raw

    def close(self) -> None:
        """Frees it, once; no other thread may be in a call of it."""
        self._finalizer()

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Any, trace: Any) -> None:
        self.close()


class Engine(_Handle):
    """Holds clauses and profiles in memory, takes writes, hands out snapshots."""

    _free_name = "hq_engine_close"

    def put_clauses(self, clauses: Lines, *, strict: bool = False) -> Report:
        """Stores clauses; a known id is replaced. What is refused is in the report, the others are stored.

        :param clauses: JSON lines, or mappings one a clause.
        :param strict: raise :class:`HuiqiError` and store nothing if one is refused.
        """
        content = _lines(clauses)
        return self._report(self._library.hq_engine_put_clauses, content, len(content), int(strict))

    def put_profiles(self, profiles: Lines, *, strict: bool = False, threads: int = 1) -> Report:
        """Stores profiles; a known key is replaced. Otherwise as :meth:`put_clauses`."""
        content = _lines(profiles)
        return self._report(
            self._library.hq_engine_put_profiles, content, len(content), int(strict), _int32(threads)
        )

    def put_profiles_csv(
        self, table: Union[bytes, str, "os.PathLike[str]"], encoding: Optional[str] = None, *,
        ignore_unknown: bool = False, serial_dates: bool = False, strict: bool = False, threads: int = 1,
    ) -> Report:  # fmt: skip
        """Stores profiles written as CSV; a known key is replaced.

        Columns are field names or Chinese labels, yearly ones with the year, amounts with a unit in brackets:
        ``营业收入2023(万元)``. In findings ``line`` is the line in which a row starts, ``field`` the column's header.

        :param table: a path, or the content as bytes.
        :param encoding: "utf-8" or "gb18030" (or "gbk"); None finds it out from all bytes.
        :param ignore_unknown: pass over columns that name no field, which otherwise refuse the table.
        :param serial_dates: read whole numbers in columns of dates as a spreadsheet's days.
        """
        name = encoding.lower() if isinstance(encoding, str) else encoding
        if name not in _ENCODINGS:
            raise ValueError(f"encoding is 'utf-8' or 'gb18030', not {encoding!r}")
        if not isinstance(table, (bytes, bytearray, memoryview)):
            with builtins.open(table, "rb") as file:
                table = file.read()
        content = bytes(table)
        options = c.CSVOptions(_ENCODINGS[name], int(ignore_unknown), int(serial_dates))
        return self._report(
            self._library.hq_engine_put_profiles_csv, content, len(content), byref(options), int(strict),
            _int32(threads),
        )  # fmt: skip

    def check_clauses(self, clauses: Lines) -> Report:
        """Reads and checks clauses without storing them."""
        content = _lines(clauses)
        return self._report(self._library.hq_engine_check_clauses, content, len(content))

    def snapshot(self, as_of: Day) -> "Snapshot":
        """What is stored now, to be decided for a day: a date, ``"YYYY-MM-DD"`` or (year, month, day)."""
        if isinstance(as_of, str):
            as_of = datetime.date.fromisoformat(as_of)
        if isinstance(as_of, datetime.date):
            as_of = (as_of.year, as_of.month, as_of.day)
        year, month, day = (_int32(number) for number in as_of)
        return Snapshot(self._library, _make(self._library.hq_engine_snapshot, self._handle, year, month, day))

    def _report(self, function: Any, *arguments: Any) -> Report:
        handle = _make(function, self._handle, *arguments)
        try:
            library = self._library
            return Report(
                library.hq_report_taken(handle), library.hq_report_refused(handle),
                _findings(handle, library.hq_report_count, library.hq_report_at),
            )  # fmt: skip
        finally:
            self._library.hq_report_free(handle)


class Snapshot(_Handle):
    """What was stored at one moment, for one day. Immutable: any number of threads may ask it."""

    _free_name = "hq_snapshot_free"

    @property
    def clause_count(self) -> int:
        return self._library.hq_snapshot_clause_count(self._handle)

    @property
    def profile_count(self) -> int:
        return self._library.hq_snapshot_profile_count(self._handle)

    def match(self, subject: Document, top: Optional[int] = 10, explain: bool = False) -> Matches:
        """One enterprise, every clause, in rank order.

        :param subject: the key of a stored profile (str), or a profile (mapping, or JSON as bytes).
        :param top: matches at most, of all verdicts; None is all.
        """
        return self._matches(
            self._library.hq_snapshot_match, byref(_subject(subject)), byref(_query(top, explain, 1))
        )

    def find(
        self, clause: Document, top: Optional[int] = 10, explain: bool = False, threads: int = 1
    ) -> Matches:
        """One clause, every enterprise, in rank order.

        :param clause: the id of a stored clause (str), or a draft (mapping, or JSON as bytes).
        """
        content = _document(clause)
        library = self._library
        function = library.hq_snapshot_find if isinstance(clause, str) else library.hq_snapshot_find_draft
        return self._matches(function, content, len(content), byref(_query(top, explain, threads)))

    def explain(self, clause_id: str, subject: Document) -> Matches:
        """One clause, one enterprise: its one match, with every condition explained."""
        content = _document(clause_id)
        return self._matches(
            self._library.hq_snapshot_explain, content, len(content), byref(_subject(subject))
        )

    def count(
        self, threads: int = 1, progress: Optional[Callable[[int, int], Any]] = None
    ) -> List[ClauseCount]:
        """Every clause, every enterprise: counts in catalogue order.

        :param progress: told how many of how many profiles are done; returns False to cancel.
        """
        library = self._library
        handle = _watched(library.hq_snapshot_count, progress, self._handle, _int32(threads))
        try:
            return [_count(library.hq_counts_at, handle, index) for index in range(library.hq_counts_size(handle))]
        finally:
            library.hq_counts_free(handle)

    def matrix(
        self, threads: int = 1, memory_limit: Optional[int] = None,
        progress: Optional[Callable[[int, int], Any]] = None,
    ) -> "Matrix":  # fmt: skip
        """Every clause, every enterprise: all verdicts, kept in memory; it may outlive the snapshot.

        :param memory_limit: bytes that it may take (:attr:`Matrix.byte_count`); more raises :class:`HuiqiError` with
            :attr:`Code.LIMIT`. None is no limit.
        :param progress: told how many of how many profiles are done; returns False to cancel.
        """
        if memory_limit is not None and not 0 < memory_limit < 2**63:
            raise ValueError("memory_limit is a number of bytes, from 1")
        library = self._library
        return Matrix(
            library,
            _watched(library.hq_snapshot_matrix, progress, self._handle, _int32(threads), memory_limit or 0),
        )

    def search(
        self, question: str, top: int = 10, *, region: Optional[str] = None, tag: Optional[str] = None,
        issuer: Optional[str] = None, delivery: Optional[str] = None, in_force: bool = False, threads: int = 1,
    ) -> List[ClauseHit]:  # fmt: skip
        """Clauses that fit a question as people type it, the best first.

        What stands in straight double quotes must be found as it stands; a star behind a word stands for its end.

        :param top: hits at most, 1 to 10,000.
        :param region: only clauses that an enterprise registered there may be entitled to on the day: a code.
        :param tag: only clauses with this tag.
        :param issuer: only clauses of policies whose issuer's name has this in it.
        :param delivery: only clauses delivered so: "instant", "verify" or "review".
        :param in_force: only clauses that are in force on the day.
        """
        if delivery not in _DELIVERIES:
            raise ValueError(f"delivery is 'instant', 'verify' or 'review', not {delivery!r}")
        query = c.SearchQuery(top=max(-(2**63), min(top, 2**63 - 1)), threads=_int32(threads))
        query.delivery, query.in_force = _DELIVERIES[delivery], int(in_force)
        for name, text in (("region", region), ("tag", tag), ("issuer", issuer)):
            if text is not None:
                content = _document(text)
                setattr(query, name, content)
                setattr(query, name + "_len", len(content))
        content = _document(question)
        return read_clause_hits(
            self._hits(self._library.hq_snapshot_search, content, len(content), byref(query))
        )

    def search_profiles(self, name: str, top: int = 10, *, threads: int = 1) -> List[ProfileHit]:
        """Enterprises by name, the best first: whole, short, abbreviated, with one character wrong.

        :param top: hits at most, 1 to 10,000.
        """
        content = _document(name)
        top = max(-(2**63), min(top, 2**63 - 1))
        return read_profile_hits(
            self._hits(self._library.hq_snapshot_search_profiles, content, len(content), top, _int32(threads))
        )

    def _hits(self, function: Any, *arguments: Any) -> str:
        library = self._library
        handle = _make(function, self._handle, *arguments)
        try:
            data, length = c_void_p(), c_size_t()
            if library.hq_hits_json(handle, byref(data), byref(length)) != 0:
                raise MemoryError
            return ctypes.string_at(data, length.value).decode()
        finally:
            library.hq_hits_free(handle)

    def evaluate(self, expression: str, subject: Optional[Document] = None) -> Evaluation:
        """What an expression comes to, in plain Kleene logic; without a subject nothing is known."""
        content = _document(expression)
        unknown = c_int32()
        who = None if subject is None else byref(_subject(subject))
        handle = _make(
            self._library.hq_snapshot_evaluate, self._handle, content, len(content), who, byref(unknown)
        )
        try:
            length = c_size_t()
            data = self._library.hq_text_data(handle, byref(length))
            text = ctypes.string_at(data, length.value).decode()
        finally:
            self._library.hq_text_free(handle)
        return Evaluation(None, tuple(text.split(", "))) if unknown.value else Evaluation(text)

    def _matches(self, function: Any, *arguments: Any) -> Matches:
        library = self._library
        handle = _make(function, self._handle, *arguments)
        try:
            data, length = c_void_p(), c_size_t()
            if library.hq_matches_json(handle, byref(data), byref(length)) != 0:
                raise MemoryError
            text = ctypes.string_at(data, length.value).decode()
            numbers = [c_int64() for _ in range(3)]
            library.hq_matches_totals(handle, *(byref(number) for number in numbers))
            totals = Totals(*(number.value for number in numbers))
            warnings = _findings(handle, library.hq_matches_warning_count, library.hq_matches_warning_at)
        finally:
            library.hq_matches_free(handle)
        return Matches(read_matches(text), text, totals, warnings)


class Matrix(_Handle):
    """The verdict of every clause for every enterprise. Immutable: any number of threads may ask it."""

    _free_name = "hq_matrix_free"

    @property
    def clause_count(self) -> int:
        return self._library.hq_matrix_clause_count(self._handle)

    @property
    def profile_count(self) -> int:
        return self._library.hq_matrix_profile_count(self._handle)

    @property
    def byte_count(self) -> int:
        """Bytes that the verdicts take."""
        return self._library.hq_matrix_byte_count(self._handle)

    def counts(self) -> List[ClauseCount]:
        """How many enterprises of each verdict every clause has, in catalogue order."""
        return [_count(self._library.hq_matrix_at, self._handle, index) for index in range(self.clause_count)]

    def verdict(self, clause_id: str, key: str) -> Verdict:
        """What a clause comes to for a stored profile; an unknown id or key raises :class:`KeyError`."""
        content = _document(key)
        verdict = c_int8()
        status = self._library.hq_matrix_verdict(
            self._handle, self._index(clause_id), content, len(content), byref(verdict)
        )
        if status != 0:
            raise KeyError(key)
        return Verdict(verdict.value)

    def profiles(self, clause_id: str, verdict: Verdict = Verdict.ELIGIBLE) -> Iterator[str]:
        """The keys of the profiles for which a clause comes to a verdict, always in one order.

        :raises KeyError: for an unknown id.
        """
        keys: List[str] = []

        def read(data: int, length: int, _: Any) -> int:
            keys.append(ctypes.string_at(data, length).decode())
            return 1

        # Read to the end at once: a generator that is left half way could not give the call back.
        self._library.hq_matrix_clause(
            self._handle, self._index(clause_id), Verdict(verdict).value, c.KeyReader(read), None
        )
        return iter(keys)

    def _index(self, clause_id: str) -> int:
        content = _document(clause_id)
        index = self._library.hq_matrix_index(self._handle, content, len(content))
        if index < 0:
            raise KeyError(clause_id)
        return index


class Reader(_Handle):
    """Reads texts: quantities, addresses, scopes of business. Any number of threads may ask it."""

    _free_name = "hq_reader_free"

    def __init__(self, library: Union[str, "os.PathLike[str]", None] = None) -> None:
        loaded = c.load(library)
        super().__init__(loaded, _make(loaded.hq_reader_open))

    def quantities(self, text: str) -> List[Mapping[str, Any]]:
        """Amounts, shares, counts, bounds and times of a policy text, in order.

        Mappings as huiqi.h describes them (HQ_READ_QUANTITIES); numbers are exact, as text; places are in characters.
        """
        found = self._read(1, text)["quantities"]
        places = _Places(text)
        return [{**each, "number": places.pair(each["number"]), "span": places.pair(each["span"])} for each in found]

    def address(self, text: str) -> Mapping[str, Any]:
        """The region that an address names: code, name, level, candidates … (HQ_READ_ADDRESS)."""
        found = self._read(2, text)
        places = _Places(text)
        names = [{**each, "span": places.pair(each["span"])} for each in found["names"]]
        return {**found, "names": names}

    def scope(self, text: str) -> Mapping[str, Any]:
        """Industries that a scope of business may be, and licences that it touches (HQ_READ_SCOPE)."""
        places = _Places(text)
        return {
            name: [{**each, "spans": [places.pair(span) for span in each["spans"]]} for each in found]
            for name, found in self._read(3, text).items()
        }

    def _read(self, what: int, text: str) -> Mapping[str, Any]:
        if not isinstance(text, str):
            raise TypeError(f"text is a str, not {type(text).__name__}")
        content = _document(text)
        handle = _make(self._library.hq_reader_read, self._handle, what, content, len(content))
        try:
            length = c_size_t()
            data = self._library.hq_text_data(handle, byref(length))
            return json.loads(ctypes.string_at(data, length.value))
        finally:
            self._library.hq_text_free(handle)


class _Places:
    """Places in a text's UTF-8 as places in its characters; fast where they ascend."""

    def __init__(self, text: str) -> None:
        self._content = text.encode("utf-8", "surrogatepass")
        self._byte = self._character = 0

    def pair(self, place: Iterable[int]) -> Tuple[int, ...]:
        return tuple(self._place(offset) for offset in place)

    def _place(self, offset: int) -> int:
        start, self._byte = self._byte, offset
        low, high = sorted((start, offset))
        moved = sum(byte & 0xC0 != 0x80 for byte in self._content[low:high])
        self._character += moved if offset >= start else -moved
        return self._character


def _make(function: Any, *arguments: Any) -> c_void_p:
    """Calls a function that makes a handle."""
    handle, error = c_void_p(), c.Error()
    if function(*arguments, byref(handle), byref(error)) != 0:
        raise error.exception()
    return handle


def _findings(handle: c_void_p, count: Any, at: Any) -> Tuple[Finding, ...]:
    found = []
    raw = c.FindingStruct()
    for index in range(count(handle)):
        at(handle, index, byref(raw))
        found.append(
            Finding(
                "refusal" if raw.severity == 2 else "warning", raw.message_zh.text(), raw.message_en.text(),
                raw.line or None, None if raw.offset < 0 else raw.offset, raw.subject.text(), raw.field.text(),
                raw.condition.text(),
            )  # fmt: skip
        )
    return tuple(found)


def _watched(function: Any, progress: Optional[Callable[[int, int], Any]], *arguments: Any) -> c_void_p:
    """Calls a function that makes a handle and tells its progress; what `progress` raises is raised."""
    raised: List[BaseException] = []

    def told(done: int, total: int, _: Any) -> int:
        try:
            return 0 if progress is not None and progress(done, total) is False else 1
        except BaseException as error:  # noqa: BLE001 it is raised again below
            raised.append(error)
            return 0

    callback = c.Progress(told) if progress is not None else c.Progress()
    try:
        return _make(function, *arguments, callback, None)
    except c.HuiqiError:
        if raised:
            raise raised[0] from None
        raise


def _count(at: Any, handle: c_void_p, index: int) -> ClauseCount:
    clause_id = c.Str()
    numbers = [c_int64() for _ in range(3)]
    at(handle, index, byref(clause_id), *(byref(number) for number in numbers))
    return ClauseCount(clause_id.text(), *(number.value for number in numbers))


def _query(top: Optional[int], explain: bool, threads: int) -> c.Query:
    return c.Query(-1 if top is None else max(0, min(top, 2**63 - 1)), int(explain), _int32(threads))


def _int32(number: int) -> int:
    """ctypes cuts integers silently; a number that does not fit must stay one that the library refuses."""
    return max(-(2**31), min(number, 2**31 - 1))


def _subject(subject: Document) -> c.Subject:
    content = _document(subject)
    return c.Subject(1 if isinstance(subject, str) else 2, 0, content, len(content))


def _document(document: Document) -> bytes:
    if isinstance(document, (bytes, bytearray, memoryview)):
        return bytes(document)
    if isinstance(document, str):
        return document.encode("utf-8", "surrogatepass")
    # Lone surrogates go through as bytes that the library refuses with their place.
    return json.dumps(document, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _lines(lines: Lines) -> bytes:
    if isinstance(lines, (bytes, bytearray, memoryview, str)):
        return _document(lines)
    if isinstance(lines, Mapping):
        raise TypeError("give an iterable of mappings, one a line")
    return b"\n".join(_document(line) for line in lines)

"""The C functions of huiqi.h by ctypes, which releases the GIL in every call."""

from __future__ import annotations

import ctypes
import os
import pathlib
import threading
from ctypes import POINTER, c_char, c_char_p, c_int8, c_int32, c_int64, c_size_t, c_uint32, c_void_p
from typing import Any, Dict, Optional, Union

from ._errors import HuiqiError


class Error(ctypes.Structure):
    """hq_error"""

    _fields_ = [
        ("code", c_int32), ("reserved", c_int32), ("line", c_int64), ("offset", c_int64),
        ("subject", c_char * 128), ("field", c_char * 128), ("condition", c_char * 128),
        ("message_zh", c_char * 512), ("message_en", c_char * 512),
    ]  # fmt: skip

    def exception(self) -> HuiqiError:
        return HuiqiError(
            self.code, self.message_zh.decode(), self.message_en.decode(), line=self.line or None,
            offset=None if self.offset < 0 else self.offset, subject=self.subject.decode(),
            field=self.field.decode(), condition=self.condition.decode(),
        )  # fmt: skip


class Str(ctypes.Structure):
    """hq_str"""

    _fields_ = [("data", c_void_p), ("len", c_size_t)]

    def text(self) -> str:
        return ctypes.string_at(self.data, self.len).decode() if self.data else ""


class Options(ctypes.Structure):
    """hq_options"""

    _fields_ = [
        ("schema", c_char_p), ("schema_len", c_size_t), ("max_code_points", c_int64), ("max_nesting", c_int64),
        ("max_nodes", c_int64), ("max_steps", c_int64), ("truth", c_int64), ("lexicon", c_char_p),
        ("lexicon_len", c_size_t), ("reserved", c_int64),
    ]  # fmt: skip


class CSVOptions(ctypes.Structure):
    """hq_csv_options"""

    _fields_ = [
        ("encoding", c_int32), ("ignore_unknown", c_int32), ("serial_dates", c_int32), ("reserved", c_int32 * 5),
    ]  # fmt: skip


class FindingStruct(ctypes.Structure):
    """hq_finding"""

    _fields_ = [
        ("severity", c_int32), ("reserved", c_int32), ("line", c_int64), ("offset", c_int64), ("subject", Str),
        ("field", Str), ("condition", Str), ("message_zh", Str), ("message_en", Str),
    ]  # fmt: skip


class Subject(ctypes.Structure):
    """hq_subject"""

    _fields_ = [("kind", c_int32), ("reserved", c_int32), ("data", c_char_p), ("len", c_size_t)]


class Query(ctypes.Structure):
    """hq_query"""

    _fields_ = [("top", c_int64), ("explain", c_int32), ("threads", c_int32), ("reserved", c_int64 * 2)]


class SearchQuery(ctypes.Structure):
    """hq_search_query"""

    _fields_ = [
        ("top", c_int64), ("region", c_char_p), ("region_len", c_size_t), ("tag", c_char_p), ("tag_len", c_size_t),
        ("issuer", c_char_p), ("issuer_len", c_size_t), ("delivery", c_int32), ("in_force", c_int32),
        ("threads", c_int32), ("reserved32", c_int32), ("reserved", c_int64 * 2),
    ]  # fmt: skip


Progress = ctypes.CFUNCTYPE(c_int32, c_int64, c_int64, c_void_p)
KeyReader = ctypes.CFUNCTYPE(c_int32, c_void_p, c_size_t, c_void_p)

_OUT = POINTER(c_void_p)
_NUMBER = POINTER(c_int64)
_TEXT = (c_char_p, c_size_t)
_SIGNATURES: Dict[str, Any] = {
    "hq_version": (c_char_p, []),
    "hq_formats_version": (c_char_p, []),
    "hq_engine_open": (c_int32, [POINTER(Options), _OUT, POINTER(Error)]),
    "hq_engine_close": (None, [c_void_p]),
    "hq_engine_put_clauses": (c_int32, [c_void_p, *_TEXT, c_uint32, _OUT, POINTER(Error)]),
    "hq_engine_put_profiles": (c_int32, [c_void_p, *_TEXT, c_uint32, c_int32, _OUT, POINTER(Error)]),
    "hq_engine_put_profiles_csv": (
        c_int32, [c_void_p, *_TEXT, POINTER(CSVOptions), c_uint32, c_int32, _OUT, POINTER(Error)],
    ),
    "hq_engine_check_clauses": (c_int32, [c_void_p, *_TEXT, _OUT, POINTER(Error)]),
    "hq_engine_snapshot": (c_int32, [c_void_p, c_int32, c_int32, c_int32, _OUT, POINTER(Error)]),
    "hq_report_taken": (c_int64, [c_void_p]),
    "hq_report_refused": (c_int64, [c_void_p]),
    "hq_report_count": (c_int64, [c_void_p]),
    "hq_report_at": (c_int32, [c_void_p, c_int64, POINTER(FindingStruct)]),
    "hq_report_free": (None, [c_void_p]),
    "hq_snapshot_free": (None, [c_void_p]),
    "hq_snapshot_clause_count": (c_int64, [c_void_p]),
    "hq_snapshot_profile_count": (c_int64, [c_void_p]),
    "hq_snapshot_match": (c_int32, [c_void_p, POINTER(Subject), POINTER(Query), _OUT, POINTER(Error)]),
    "hq_snapshot_find": (c_int32, [c_void_p, *_TEXT, POINTER(Query), _OUT, POINTER(Error)]),
    "hq_snapshot_find_draft": (c_int32, [c_void_p, *_TEXT, POINTER(Query), _OUT, POINTER(Error)]),
    "hq_snapshot_explain": (c_int32, [c_void_p, *_TEXT, POINTER(Subject), _OUT, POINTER(Error)]),
    "hq_snapshot_count": (c_int32, [c_void_p, c_int32, Progress, c_void_p, _OUT, POINTER(Error)]),
    "hq_snapshot_evaluate": (
        c_int32, [c_void_p, *_TEXT, POINTER(Subject), POINTER(c_int32), _OUT, POINTER(Error)],
    ),
    "hq_matches_totals": (c_int32, [c_void_p, _NUMBER, _NUMBER, _NUMBER]),
    "hq_matches_json": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(c_size_t)]),
    "hq_matches_warning_count": (c_int64, [c_void_p]),
    "hq_matches_warning_at": (c_int32, [c_void_p, c_int64, POINTER(FindingStruct)]),
    "hq_matches_free": (None, [c_void_p]),
    "hq_counts_size": (c_int64, [c_void_p]),
    "hq_counts_at": (c_int32, [c_void_p, c_int64, POINTER(Str), _NUMBER, _NUMBER, _NUMBER]),
    "hq_counts_free": (None, [c_void_p]),
    "hq_snapshot_matrix": (c_int32, [c_void_p, c_int32, c_int64, Progress, c_void_p, _OUT, POINTER(Error)]),
    "hq_matrix_clause_count": (c_int64, [c_void_p]),
    "hq_matrix_profile_count": (c_int64, [c_void_p]),
    "hq_matrix_byte_count": (c_int64, [c_void_p]),
    "hq_matrix_at": (c_int32, [c_void_p, c_int64, POINTER(Str), _NUMBER, _NUMBER, _NUMBER]),
    "hq_matrix_index": (c_int64, [c_void_p, *_TEXT]),
    "hq_matrix_verdict": (c_int32, [c_void_p, c_int64, *_TEXT, POINTER(c_int8)]),
    "hq_matrix_clause": (c_int32, [c_void_p, c_int64, c_int8, KeyReader, c_void_p]),
    "hq_matrix_free": (None, [c_void_p]),
    "hq_snapshot_search": (c_int32, [c_void_p, *_TEXT, POINTER(SearchQuery), _OUT, POINTER(Error)]),
    "hq_snapshot_search_profiles": (c_int32, [c_void_p, *_TEXT, c_int64, c_int32, _OUT, POINTER(Error)]),
    "hq_hits_json": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(c_size_t)]),
    "hq_hits_free": (None, [c_void_p]),
    "hq_reader_open": (c_int32, [_OUT, POINTER(Error)]),
    "hq_reader_read": (c_int32, [c_void_p, c_int32, *_TEXT, _OUT, POINTER(Error)]),
    "hq_reader_free": (None, [c_void_p]),
    "hq_text_data": (c_void_p, [c_void_p, POINTER(c_size_t)]),
    "hq_text_free": (None, [c_void_p]),
}  # fmt: skip

_loaded: Dict[str, ctypes.CDLL] = {}
_lock = threading.Lock()


def load(path: Union[str, "os.PathLike[str]", None] = None) -> ctypes.CDLL:
    """The library: at `path`, else beside this package, else where HUIQI_LIB says."""
    found = _find(path)
    with _lock:
        if found not in _loaded:
            library = ctypes.CDLL(found)
            for name, (result, arguments) in _SIGNATURES.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
            _loaded[found] = library
        return _loaded[found]


def _find(path: Union[str, "os.PathLike[str]", None]) -> str:
    if path is not None:
        return os.fspath(path)
    here = pathlib.Path(__file__).resolve().parent
    for name in ("libhuiqi.so.0", "libhuiqi.so"):
        if (here / name).exists():
            return str(here / name)
    named = os.environ.get("HUIQI_LIB")
    if named:
        return named
    raise OSError(f"libhuiqi.so.0 is not in {here}; give open(library=...) or set HUIQI_LIB to its path")


def version(library: Optional[str] = None) -> str:
    """The library's version."""
    return load(library).hq_version().decode()


def formats_version(library: Optional[str] = None) -> str:
    """Version of the formats that the library reads and writes."""
    return load(library).hq_formats_version().decode()

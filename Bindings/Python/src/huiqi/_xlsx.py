"""Profiles in a workbook, by openpyxl, which is needed only here: ``pip install huiqi[xlsx]``."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import decimal
import io
import os
from typing import Any, Dict, Iterator, List, Optional, Tuple, Union

from ._answers import Report
from ._engine import Engine
from ._errors import HuiqiError


def put_profiles_xlsx(
    engine: Engine, path: Union[str, "os.PathLike[str]"], sheet: Optional[str] = None, *,
    ignore_unknown: bool = False, strict: bool = False, threads: int = 1,
) -> Report:  # fmt: skip
    """Stores profiles from a sheet of a workbook, whose first row that is not empty names the columns.

    Columns and cells are those of :meth:`Engine.put_profiles_csv`. Numbers are what the spreadsheet holds, to its 15
    digits; dates are dates. A number of more digits where a code belongs has lost its end and is refused by row. In
    findings ``line`` is the row of the sheet.

    :param sheet: the sheet's name; None is the first.
    :raises ImportError: where openpyxl is missing.
    :raises ValueError: for a sheet that is not there, or a formula whose value was never calculated.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise ImportError("reading .xlsx needs openpyxl: pip install openpyxl, or huiqi[xlsx]") from error
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    rows: Dict[int, int] = {}
    line = 1
    for number, cells in _rows(openpyxl, path, sheet):
        rows[line] = number
        before = text.tell()
        writer.writerow(cells)
        text.seek(before)
        line += _line_ends(text.read())
    try:
        report = engine.put_profiles_csv(
            text.getvalue().encode("utf-8", "replace"), "utf-8", ignore_unknown=ignore_unknown, strict=strict,
            threads=threads,
        )  # fmt: skip
    except HuiqiError as error:
        error.line = _row(rows, error.line)
        raise
    findings = (dataclasses.replace(finding, line=_row(rows, finding.line)) for finding in report.findings)
    return dataclasses.replace(report, findings=tuple(findings))


def _line_ends(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _row(rows: Dict[int, int], line: Optional[int]) -> Optional[int]:
    return rows.get(line, line) if line else line


def _rows(openpyxl: Any, path: Any, sheet: Optional[str]) -> Iterator[Tuple[int, List[str]]]:
    """Rows that are not empty, by number, as texts."""
    values = openpyxl.load_workbook(path, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(path, read_only=True)
    try:
        if sheet is not None and sheet not in values.sheetnames:
            raise ValueError(f"{os.fspath(path)} has no sheet {sheet!r}, only {', '.join(values.sheetnames)}")
        name = values.sheetnames[0] if sheet is None else sheet
        width = 0
        pairs = zip(values[name].iter_rows(), formulas[name].iter_rows())
        for number, (row, written) in enumerate(pairs, 1):
            cells = [_text(cell, formula, number) for cell, formula in zip(row, written)]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            # A sheet has no ends of rows: what is not there is empty.
            width = width or len(cells)
            yield number, cells + [""] * (width - len(cells))
    finally:
        values.close()
        formulas.close()


def _text(cell: Any, formula: Any, row: int) -> str:
    value = cell.value
    if value is None:
        if isinstance(formula.value, str) and formula.value.startswith("=") and formula.data_type == "f":
            raise ValueError(
                f"{formula.coordinate} is a formula whose value was never calculated; open and save the workbook "
                "in a spreadsheet first"
            )
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, getattr(cell, "number_format", None) or "")
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time(0)
        return value.date().isoformat() if is_day else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _number(value: Union[int, float], number_format: str) -> str:
    """The number to the 15 digits that a spreadsheet holds; longer ones with a power of ten, as it shows them."""
    if isinstance(value, int):
        exact = decimal.Decimal(value)
    else:
        exact = decimal.Decimal(format(value, ".15g"))
    if not exact.is_finite():
        return str(value)
    if number_format.rstrip().endswith("%"):
        return format((exact * 100).normalize(), "f") + "%"
    if abs(exact) >= 10**15:
        return format(exact, ".14E")
    return format(exact.normalize() if exact else decimal.Decimal(0), "f")

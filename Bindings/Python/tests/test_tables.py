"""Profiles in tables: CSV, and workbooks where openpyxl is."""

import datetime
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "src"))

import huiqi  # noqa: E402

try:
    import openpyxl
except ImportError:
    openpyxl = None

CITY = pathlib.Path(__file__).resolve().parents[3] / "Examples" / "city"
TABLE = "编号,企业名称,营业收入2023(万元),严重失信\n1,甲,1.5,否\n2,乙,x,是\n3,\"丙\n丁\",,\n1,戊,,\n"


class Tables(unittest.TestCase):
    def setUp(self):
        self.engine = huiqi.open()
        self.addCleanup(self.engine.close)

    def value(self, expression, key):
        with self.engine.snapshot("2024-06-30") as snapshot:
            return snapshot.evaluate(expression, key).value


class CSVTests(Tables):
    def test_rows_are_taken_and_refused_by_line_and_column(self):
        report = self.engine.put_profiles_csv(TABLE.encode())
        self.assertEqual((report.taken, report.refused), (2, 2))
        self.assertEqual([(f.line, f.field) for f in report.findings], [(3, "营业收入2023(万元)"), (6, "")])
        self.assertEqual(self.value("revenue[2023]", "1"), "15000.0")

    def test_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            for said in (None, encoding):
                report = self.engine.put_profiles_csv(TABLE.encode(encoding), said)
                self.assertEqual((report.taken, report.refused), (2, 2), encoding)
        with self.assertRaises(huiqi.HuiqiError):
            self.engine.put_profiles_csv(TABLE.encode("gb18030"), "utf-8")
        with self.assertRaises(ValueError):
            self.engine.put_profiles_csv(b"", "latin-1")

    def test_options_and_paths(self):
        with self.assertRaises(huiqi.HuiqiError) as caught:
            self.engine.put_profiles_csv("id,备注,企业名\n".encode())
        self.assertEqual(caught.exception.code, huiqi.Code.DATA)
        self.assertIn("备注", caught.exception.message_zh)
        self.assertIn("企业名", caught.exception.message_zh)
        report = self.engine.put_profiles_csv(
            "id,备注,成立日期\n1,x,45291\n".encode(), ignore_unknown=True, serial_dates=True
        )
        self.assertEqual(report.taken, 1)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "t.csv"
            path.write_text("id\nk\n")
            self.assertEqual(self.engine.put_profiles_csv(path, strict=True, threads=2).taken, 1)
        with self.assertRaises(huiqi.HuiqiError):
            self.engine.put_profiles_csv(b"id\nk\nk\n", strict=True)


@unittest.skipIf(openpyxl is None, "openpyxl is not installed")
class WorkbookTests(Tables):
    def book(self, rows, name="t.xlsx", sheets=("表",)):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        book = openpyxl.Workbook()
        book.remove(book.active)
        for sheet in sheets:
            page = book.create_sheet(sheet)
            for row in rows:
                page.append(row)
        path = pathlib.Path(folder.name) / name
        book.save(path)
        return path

    def test_cells_are_exact(self):
        path = self.book([
            ["id", "企业名称", "成立日期", "注册资本(万元)", "营业收入2023", "从业人员", "严重失信", "注册地"],
            ["a", "甲\n乙", datetime.date(2015, 3, 1), 0.1 + 0.2, 1234567.89, 12, False, 330302],
            [],
            ["b", None, datetime.datetime(2015, 3, 1, 8, 30), 1, 1, 1, True, 330302],
            ["c", "x", "2023/1/5", 1e15, 0.001, 12.5, None, "330302"],
        ])  # fmt: skip
        report = huiqi.put_profiles_xlsx(self.engine, path)
        self.assertEqual(report.taken, 1)
        self.assertEqual([(f.line, f.field) for f in report.findings], [(4, "成立日期"), (5, "营业收入2023")])
        for expression, value in (
            ("registered_capital", "3000.0"), ("revenue[2023]", "1234567.89"), ("employees", "12"),
            ("dishonest", "false"), ("region", "330302"), ("established", "2015-03-01T00:00:00Z"),
        ):  # fmt: skip
            self.assertEqual(self.value(expression, "a"), value)

    def test_codes_kept_as_numbers_are_refused_by_row(self):
        path = self.book([["uscc", "name"], [913303007125123456, "甲"], [9.13303007125123e17, "乙"], ["x", "丙"]])
        report = huiqi.put_profiles_xlsx(self.engine, path)
        refused = [(f.line, f.field) for f in report.findings if f.severity == "refusal"]
        self.assertEqual((report.taken, refused), (1, [(2, "uscc"), (3, "uscc")]))
        self.assertIn("科学计数法", report.findings[0].message_zh)

    def test_sheets_and_formulas(self):
        path = self.book([["id"], ["k"]], sheets=("一", "二"))
        self.assertEqual(huiqi.put_profiles_xlsx(self.engine, path, "二").taken, 1)
        with self.assertRaises(ValueError):
            huiqi.put_profiles_xlsx(self.engine, path, "三")
        with self.assertRaisesRegex(ValueError, "A2"):
            huiqi.put_profiles_xlsx(self.engine, self.book([["id"], ["=1+1"]]))

    def test_unknown_columns(self):
        path = self.book([[], ["id", "备注"], ["k", "x"]])
        with self.assertRaises(huiqi.HuiqiError) as caught:
            huiqi.put_profiles_xlsx(self.engine, path)
        self.assertEqual(caught.exception.line, 2)
        self.assertEqual(huiqi.put_profiles_xlsx(self.engine, path, ignore_unknown=True).taken, 1)


@unittest.skipIf(openpyxl is not None, "openpyxl is installed")
class WithoutOpenpyxlTests(Tables):
    def test_it_says_what_is_missing(self):
        with self.assertRaisesRegex(ImportError, "openpyxl"):
            huiqi.put_profiles_xlsx(self.engine, "t.xlsx")


if __name__ == "__main__":
    unittest.main()

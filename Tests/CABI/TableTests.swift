import CHuiqi
import Testing

/// Profiles in tables, through the header.
@Suite struct TableTests {
    private func put(_ text: String, _ options: hq_csv_options?, flags: UInt32 = 0, threads: Int32 = 0) -> (
        outcome: Outcome, report: CReport
    ) {
        let engine = CEngine()
        var options = options ?? hq_csv_options()
        let (outcome, report) = lend(Array(text.utf8)) { data, count in
            make { hq_engine_put_profiles_csv(engine.handle, data, count, &options, flags, threads, $0, $1) }
        }
        return (outcome, CReport(report))
    }

    @Test func rowsAreTakenAndRefused() {
        let (outcome, report) = put("编号,营业收入2023(万元)\n1,1.5\n2,x\n", nil, threads: 2)
        #expect(outcome.status == HQ_OK)
        #expect(hq_report_taken(report.handle) == 1 && hq_report_refused(report.handle) == 1)
        var finding = hq_finding()
        #expect(hq_report_at(report.handle, 0, &finding) == HQ_OK)
        #expect(finding.line == 3 && finding.offset == -1)
        #expect(put("id\n1\n1\n", nil, flags: UInt32(HQ_STRICT)).outcome.status == HQ_E_REFUSED)
        #expect(put("备注\n1\n", nil).outcome.status == HQ_E_DATA)
        #expect(put("", nil).outcome.status == HQ_E_DATA)
    }

    @Test func optionsAreChecked() {
        var options = hq_csv_options()
        options.ignore_unknown = 1
        #expect(put("id,备注\n1,x\n", options).outcome.status == HQ_OK)
        options.encoding = HQ_CSV_GB18030
        #expect(put("id,备\n1,x\n", options).outcome.status == HQ_E_DATA)
        for change in [
            { $0.encoding = 3 }, { $0.ignore_unknown = 2 }, { $0.serial_dates = -1 }, { $0.reserved.4 = 1 },
        ] as [(inout hq_csv_options) -> Void] {
            var wrong = hq_csv_options()
            change(&wrong)
            #expect(put("id\n1\n", wrong).outcome.status == HQ_E_ARGUMENT)
        }
        #expect(put("id\n1\n", nil, flags: 8).outcome.status == HQ_E_ARGUMENT)
    }
}

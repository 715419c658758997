import HuiqiModel
import HuiqiStore
import HuiqiText

extension Engine {
    /// What a table came to.
    public struct TableReport: Sendable {
        /// Rows taken and refused; lines are those in which rows start, fields are headers.
        public let put: PutReport
        /// How the bytes were read.
        public let encoding: CSVEncoding
        /// The columns in their order and what they tell.
        public let columns: [CSVColumn]
    }

    /// Puts profiles written as CSV (formats.md, section 1); a known key is replaced.
    ///
    /// Columns are field names or Chinese labels, yearly ones with the year, amounts with a unit in brackets. A row
    /// that does not read is refused with line and column, the others are taken, by the rules of JSON lines.
    /// - Parameters:
    ///   - csv: UTF-8 or GB 18030.
    ///   - strict: Whether one refusal refuses the batch.
    ///   - threads: Threads that may read; the result does not depend on it.
    /// - Throws: ``HuiqiError`` `.badData` where encoding or header cannot be used, naming all columns at fault;
    ///   `.refused` where `strict` and something is. Nothing is stored then.
    public func putProfiles(
        csv: [UInt8], options: CSVOptions = CSVOptions(), strict: Bool = false, threads: Int = 1
    ) throws(HuiqiError) -> TableReport {
        do {
            return try putProfiles(
                csvFrom: MemoryBytes(csv), options: options, strict: strict, threads: threads)
        } catch let error as HuiqiError {
            throw error
        } catch {
            throw HuiqiError(.badData, zh: "无法读取表格", en: "the table cannot be read")
        }
    }

    /// The same from a source that need not be in memory as a whole; it is read twice.
    /// - Throws: ``HuiqiError`` as above, and what the source throws; nothing is stored then.
    public func putProfiles(
        csvFrom source: some ByteSource, options: CSVOptions = CSVOptions(), strict: Bool = false,
        threads: Int = 1
    ) throws -> TableReport {
        let reading: CSVReading
        do {
            reading = try CSVReader(schema: schema, options: options).read(
                from: source, rows: Engine.batchRows, threads: threads)
        } catch let error as CSVRefusal {
            throw HuiqiError(error)
        } catch let error as TextError {
            throw HuiqiError(error)
        }
        let (encoding, columns) = (reading.encoding, reading.columns)
        return TableReport(
            put: try keep(reading.profiles, strict, threads), encoding: encoding, columns: columns)
    }
}

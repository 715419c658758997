// Safe, for every `unsafe` of this file: pointers are the caller's own variables, texts and handles as huiqi.h
// describes them; they are passed on to the functions that check for NULL and copy.
import CHuiqi
import Huiqi

@c @implementation
public func hq_engine_open(
    _ options: UnsafePointer<hq_options>?, _ out: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        guard let options = unsafe options?.pointee else {
            return try calling { () throws(HuiqiError) in try Engine() }
        }
        let limits = try unsafe Input.limits(options)
        let truth = try unsafe Input.truthMode(options.truth)
        let schema = try unsafe Input.utf8(options.schema, options.schema_len, "options.schema")
        let terms = try unsafe Input.bytes(options.lexicon, options.lexicon_len, "options.lexicon")
        return try calling { () throws(HuiqiError) in
            let lexicon = try unsafe options.lexicon == nil ? .policy : Engine.lexicon(adding: terms)
            return unsafe options.schema == nil
                ? try Engine(limits: limits, truth: truth, lexicon: lexicon)
                : try Engine(schemaFile: schema, limits: limits, truth: truth, lexicon: lexicon)
        }
    }
}

@c @implementation
public func hq_engine_close(_ engine: OpaquePointer?) { unsafe release(engine, as: Engine.self) }

@c @implementation
public func hq_engine_put_clauses(
    _ engine: OpaquePointer?, _ jsonl: UnsafePointer<CChar>?, _ len: Int, _ flags: UInt32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, isOptional: true, error) { () throws(Failure) in
        let engine = try unsafe need(engine, as: Engine.self, "engine")
        let strict = try Input.isStrict(flags)
        let lines = try unsafe Input.bytes(jsonl, len, "jsonl")
        return try Report(calling { () throws(HuiqiError) in try engine.putClauses(lines, strict: strict) })
    }
}

@c @implementation
public func hq_engine_put_profiles(
    _ engine: OpaquePointer?, _ jsonl: UnsafePointer<CChar>?, _ len: Int, _ flags: UInt32, _ threads: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, isOptional: true, error) { () throws(Failure) in
        let engine = try unsafe need(engine, as: Engine.self, "engine")
        let strict = try Input.isStrict(flags)
        let threads = try Input.threads(threads)
        let lines = try unsafe Input.bytes(jsonl, len, "jsonl")
        return try Report(
            calling { () throws(HuiqiError) in
                try engine.putProfiles(lines, strict: strict, threads: threads)
            })
    }
}

@c @implementation
public func hq_engine_put_profiles_csv(
    _ engine: OpaquePointer?, _ csv: UnsafePointer<CChar>?, _ len: Int,
    _ options: UnsafePointer<hq_csv_options>?, _ flags: UInt32, _ threads: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, isOptional: true, error) { () throws(Failure) in
        let engine = try unsafe need(engine, as: Engine.self, "engine")
        let options = try unsafe Input.table(options)
        let strict = try Input.isStrict(flags)
        let threads = try Input.threads(threads)
        let bytes = try unsafe Input.bytes(csv, len, "csv")
        return try Report(
            calling { () throws(HuiqiError) in
                try engine.putProfiles(csv: bytes, options: options, strict: strict, threads: threads).put
            })
    }
}

@c @implementation
public func hq_engine_check_clauses(
    _ engine: OpaquePointer?, _ jsonl: UnsafePointer<CChar>?, _ len: Int,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let engine = try unsafe need(engine, as: Engine.self, "engine")
        return try Report(engine.check(unsafe Input.bytes(jsonl, len, "jsonl")))
    }
}

@c @implementation
public func hq_engine_snapshot(
    _ engine: OpaquePointer?, _ year: Int32, _ month: Int32, _ day: Int32,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let engine = try unsafe need(engine, as: Engine.self, "engine")
        guard let day = Day(year: Int(year), month: Int(month), day: Int(day)) else {
            throw .argument("day", zh: "没有这一天（年份 1 至 9999）", en: "is no day of the years 1-9999")
        }
        return try calling { () throws(HuiqiError) in try engine.snapshot(on: day) }
    }
}

// Safe, for every `unsafe` of this file: pointers are the caller's own variables, texts and handles as huiqi.h
// describes them; they are passed on to the functions that check for NULL and copy.
import CHuiqi
import Huiqi

@c @implementation
public func hq_reader_open(
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        try calling { () throws(HuiqiError) in try TextFacts() }
    }
}

@c @implementation
public func hq_reader_read(
    _ reader: OpaquePointer?, _ what: Int32, _ text: UnsafePointer<CChar>?, _ textCount: Int,
    _ out: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<hq_error>?
) -> hq_status {
    unsafe produce(out, error) { () throws(Failure) in
        let reader = try unsafe need(reader, as: TextFacts.self, "reader")
        let kind: TextFacts.Kind
        switch Int(what) {
        case HQ_READ_QUANTITIES: kind = .quantities
        case HQ_READ_ADDRESS: kind = .address
        case HQ_READ_SCOPE: kind = .scope
        default: throw .argument("what", zh: "应为 HQ_READ_* 之一", en: "is no HQ_READ_*")
        }
        let text = try unsafe Input.text(text, textCount, "text")
        let json = try calling { () throws(HuiqiError) in try reader.json(kind, of: text) }
        guard let lent = LentText(json) else { throw .memory("out") }
        return lent
    }
}

@c @implementation
public func hq_reader_free(_ reader: OpaquePointer?) { unsafe release(reader, as: TextFacts.self) }

import CHuiqi
import Glibc
import Huiqi

// Safe: written once before first use, then only read; static texts live as long as the process.
private nonisolated(unsafe) let version = unsafe UnsafePointer(strdup(HuiqiVersion.library))
private nonisolated(unsafe) let formats = unsafe UnsafePointer(strdup(HuiqiVersion.formats))

@c @implementation
public func hq_version() -> UnsafePointer<CChar>? { unsafe version }

@c @implementation
public func hq_formats_version() -> UnsafePointer<CChar>? { unsafe formats }

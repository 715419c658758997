import CHuiqi

/// Hands an object to the caller as an opaque handle: retained here, released by ``release(_:as:)``.
func hand<Object: AnyObject>(_ object: Object) -> OpaquePointer {
    // Safe: the reference is owned by the handle until the caller gives it to its free function.
    unsafe OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// The object behind a handle; nil for NULL.
func object<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) -> Object? {
    guard let handle = unsafe handle else { return nil }
    // Safe: the header's types let only a handle made by `hand` of this very type come here, not yet freed.
    return unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
}

/// The object behind a handle that must not be NULL.
func need<Object: AnyObject>(
    _ handle: OpaquePointer?, as type: Object.Type, _ name: String
) throws(Failure) -> Object {
    // Safe: as in `object`.
    guard let object = unsafe object(handle, as: type) else { throw .null(name) }
    return object
}

/// Takes the caller's reference back; NULL is left alone.
func release<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) {
    guard let handle = unsafe handle else { return }
    // Safe: balances `hand`; the header lets a handle be freed once.
    unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).release()
}

/// Runs a call that makes a handle: `out` is NULL unless it succeeds.
/// - Parameter isOptional: Whether the caller may do without the handle.
func produce<Object: AnyObject>(
    _ out: UnsafeMutablePointer<OpaquePointer?>?, isOptional: Bool = false,
    _ error: UnsafeMutablePointer<hq_error>?, _ body: () throws(Failure) -> Object
) -> hq_status {
    // Safe: NULL, or the caller's own variable; every use below is of that one variable.
    if let out = unsafe out { unsafe out.pointee = nil }
    return unsafe attempt(error) { () throws(Failure) in
        if !isOptional, unsafe out == nil { throw .null("out") }
        let object = try body()
        if let out = unsafe out { unsafe out.pointee = hand(object) }
    }
}

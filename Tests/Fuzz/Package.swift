// swift-tools-version: 6.2
import PackageDescription

// A package of its own: built with sanitizers by run.sh, never by a user of the library.
let package = Package(
    name: "HuiqiFuzz",
    dependencies: [.package(name: "huiqi", path: "../..")],
    targets: [
        .target(name: "CDriver"),
        .target(name: "Entrances", dependencies: [.product(name: "Huiqi", package: "huiqi")]),
        .executableTarget(name: "fuzz", dependencies: ["CDriver", "Entrances"]),
    ]
)

// swift-tools-version: 6.2
// The architecture, top to bottom: a module imports only modules above it.
import PackageDescription

// HUIQI_STRICT=1 (set by the Makefile and CI) turns warnings into errors. A plain `swift build`
// stays tolerant, so that a later compiler's new warning never stops a newcomer.
let strict = Context.environment["HUIQI_STRICT"] == "1"
let house: [SwiftSetting] =
    [.swiftLanguageMode(.v6), .strictMemorySafety()] + (strict ? [.treatAllWarnings(as: .error)] : [])

let tests: [SwiftSetting] = [.swiftLanguageMode(.v6)]

let package = Package(
    name: "huiqi",
    products: [
        .library(name: "Huiqi", targets: ["Huiqi"]),
        .library(name: "huiqi-c", type: .dynamic, targets: ["HuiqiC"]),
        .executable(name: "hq", targets: ["hq"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        // Foreign code behind small shims; no logic.
        .target(
            name: "CICUShim",
            linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc"), .linkedLibrary("stdc++")]),
        .target(name: "CRE2Shim", linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),
        .target(name: "CHuiqiKernels"),
        .systemLibrary(name: "CHuiqi", path: "Include"),

        .target(name: "HuiqiJSON", swiftSettings: house),
        .target(name: "HuiqiLogic", swiftSettings: house),
        .target(
            name: "HuiqiText", dependencies: ["CICUShim", "CRE2Shim"], exclude: ["Generators"],
            swiftSettings: house),
        .target(
            name: "HuiqiModel", dependencies: ["HuiqiJSON", "HuiqiLogic", "HuiqiText"],
            swiftSettings: house),
        .target(
            name: "HuiqiStore", dependencies: ["HuiqiJSON", "HuiqiLogic", "HuiqiText", "HuiqiModel"],
            swiftSettings: house),
        .target(
            name: "HuiqiRule", dependencies: ["HuiqiLogic", "HuiqiText", "HuiqiModel"],
            swiftSettings: house),
        .target(
            name: "HuiqiIndex",
            dependencies: ["CHuiqiKernels", "HuiqiLogic", "HuiqiText", "HuiqiModel", "HuiqiRule"],
            swiftSettings: house),
        .target(
            name: "HuiqiMatch",
            dependencies: [
                "CHuiqiKernels", "HuiqiJSON", "HuiqiLogic", "HuiqiText", "HuiqiModel", "HuiqiRule",
                "HuiqiIndex",
            ],
            swiftSettings: house),
        .target(
            name: "HuiqiLint",
            dependencies: ["HuiqiLogic", "HuiqiText", "HuiqiModel", "HuiqiRule"], swiftSettings: house),
        .target(
            name: "Huiqi",
            dependencies: [
                "HuiqiJSON", "HuiqiLogic", "HuiqiText", "HuiqiModel", "HuiqiRule", "HuiqiIndex", "HuiqiMatch",
                "HuiqiLint", "HuiqiStore",
            ],
            swiftSettings: house),
        .target(name: "HuiqiC", dependencies: ["CHuiqi", "Huiqi"], swiftSettings: house),
        .executableTarget(
            name: "hq",
            dependencies: ["Huiqi", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: house),

        .testTarget(name: "HuiqiJSONTests", dependencies: ["HuiqiJSON"], swiftSettings: tests),
        .testTarget(name: "HuiqiLogicTests", dependencies: ["HuiqiLogic"], swiftSettings: tests),
        .testTarget(name: "HuiqiTextTests", dependencies: ["HuiqiText"], swiftSettings: tests),
        .testTarget(name: "HuiqiModelTests", dependencies: ["HuiqiModel"], swiftSettings: tests),
        .testTarget(
            name: "HuiqiStoreTests", dependencies: ["HuiqiStore", "HuiqiModel", "HuiqiText"],
            swiftSettings: tests),
        .testTarget(
            name: "HuiqiRuleTests", dependencies: ["HuiqiRule", "HuiqiModel", "HuiqiText", "HuiqiLogic"],
            exclude: ["data"],
            swiftSettings: tests),
        .testTarget(
            name: "HuiqiIndexTests", dependencies: ["HuiqiIndex", "HuiqiModel", "HuiqiText"],
            swiftSettings: tests),
        .testTarget(
            name: "HuiqiMatchTests",
            dependencies: [
                "CHuiqiKernels", "HuiqiMatch", "HuiqiIndex", "HuiqiRule", "HuiqiModel", "HuiqiText",
                "HuiqiLogic",
            ],
            swiftSettings: tests),
        // The language's own suite against the plain environment.
        .testTarget(
            name: "Conformance", dependencies: ["HuiqiRule", "HuiqiJSON"], path: "Tests/Conformance",
            exclude: ["oracle", "check-worlds.sh", "differential.py"], swiftSettings: tests),
        .testTarget(name: "HuiqiLintTests", dependencies: ["Huiqi"], swiftSettings: tests),
        // One contract over both evaluators, by random clauses and profiles.
        .testTarget(name: "Contract", dependencies: ["Huiqi"], path: "Tests/Contract", swiftSettings: tests),
        // The sample city's answers, kept; and the command's output.
        .testTarget(
            name: "Golden", dependencies: ["Huiqi"], path: "Tests/Golden",
            exclude: ["data", "check-demo.sh", "check-command.sh", "check-readme.sh"], swiftSettings: tests),
        // What fuzzing kept, fed again; Tests/Fuzz is also a package of its own, which has the fuzzer.
        .testTarget(
            name: "Replay", dependencies: ["Huiqi", "HuiqiJSON"], path: "Tests/Fuzz",
            exclude: ["Package.swift", "run.sh", "keep.sh", "corpus", "Sources/fuzz", "Sources/CDriver"],
            sources: ["Replay", "Sources/Entrances"], swiftSettings: tests),
        // Hostile input to every C entry point.
        .testTarget(
            name: "CABI", dependencies: ["HuiqiC", "CHuiqi", "Huiqi"], path: "Tests/CABI", exclude: ["c"],
            swiftSettings: tests),
    ],
    cxxLanguageStandard: .cxx17
)

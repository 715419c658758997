// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "HuiqiBenchmarks",
    products: [
        .library(name: "CityGenerator", targets: ["CityGenerator"]),
        .executable(name: "generate-city", targets: ["generate-city"]),
        .executable(name: "bench", targets: ["bench"]),
    ],
    dependencies: [
        .package(name: "huiqi", path: "..")
    ],
    targets: [
        // A synthetic city: profiles and clauses in the public formats, the same bytes for the same seed.
        .target(name: "CityGenerator"),
        .executableTarget(name: "generate-city", dependencies: ["CityGenerator"]),
        // A libhuiqi.so loaded at run time and called as a C service calls it.
        .target(name: "CLibrary", linkerSettings: [.linkedLibrary("dl")]),
        // Times, thresholds and pairs.
        .executableTarget(
            name: "bench",
            dependencies: ["CityGenerator", "CLibrary", .product(name: "Huiqi", package: "huiqi")]
        ),
    ],
    cxxLanguageStandard: .cxx17
)

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "HuiqiBenchmarks",
    products: [
        .library(name: "CityGenerator", targets: ["CityGenerator"]),
        .executable(name: "generate-city", targets: ["generate-city"]),
    ],
    targets: [
        // A synthetic city: profiles and clauses in the public formats, the same bytes for the same seed.
        .target(name: "CityGenerator"),
        .executableTarget(name: "generate-city", dependencies: ["CityGenerator"]),
    ]
)

/// Money's units.
enum Currencies {
    /// What stands behind a number.
    static let suffixes = WordTable<String>([
        ("元人民币", "CNY"), ("元整", "CNY"), ("元!旦宵月素器件件", "CNY"), ("圆整", "CNY"), ("圆", "CNY"), ("人民币元", "CNY"),
        ("人民币", "CNY"), ("块钱", "CNY"), ("美元", "USD"), ("美金", "USD"), ("港元", "HKD"), ("港币", "HKD"),
        ("欧元", "EUR"),
        ("日元", "JPY"), ("日圆", "JPY"), ("英镑", "GBP"), ("韩元", "KRW"), ("新台币", "TWD"), ("台币", "TWD"),
        ("澳元", "AUD"), ("加元", "CAD"), ("加拿大元", "CAD"), ("澳大利亚元", "AUD"), ("新加坡元", "SGD"), ("新元", "SGD"),
        ("瑞士法郎", "CHF"), ("卢布", "RUB"), ("澳门元", "MOP"), ("rmb", "CNY"), ("cny", "CNY"), ("usd", "USD"),
        ("hkd", "HKD"), ("eur", "EUR"),
    ])

    /// What stands before a number.
    static let prefixes = WordTable<String>([
        ("人民币", "CNY"), ("rmb", "CNY"), ("cny", "CNY"), ("¥", "CNY"), ("us$", "USD"), ("usd", "USD"),
        ("$", "USD"),
        ("美元", "USD"), ("hk$", "HKD"), ("hkd", "HKD"), ("港币", "HKD"), ("€", "EUR"), ("eur", "EUR"),
        ("£", "GBP"),
        ("gbp", "GBP"), ("jpy", "JPY"), ("欧元", "EUR"),
    ])

    /// Whether letters before a number are a currency.
    static func isPrefix(_ text: ScalarText, endingAt end: Int) -> Bool {
        guard let (_, start) = prefixes.match(text, endingAt: end, from: 0) else { return false }
        return !text.isLatin(start - 1)
    }
}

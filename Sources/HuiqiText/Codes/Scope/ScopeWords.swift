/// Words of scopes of business that say how, not what.
final class ScopeWords: Sendable {
    static let open = UInt32(UInt8(ascii: "("))
    static let close = UInt32(UInt8(ascii: ")"))
    static let stop = UInt32(UInt8(ascii: ";"))
    static let comma = UInt32(UInt8(ascii: ","))

    let forms: AddressForms
    /// Phrases that make an item none.
    let boilerplate: WordList
    /// What begins an exclusion.
    let negators: WordList
    /// What ends one.
    let exceptions: WordList
    /// What a licence is called in an exclusion.
    let licensed: WordList
    let except: UInt32
    let outside: UInt32

    init(_ forms: AddressForms) {
        self.forms = forms
        func words(_ text: String) -> WordList {
            WordList(text.split(whereSeparator: \.isWhitespace).map { forms.fold($0) })
        }
        boilerplate = words(
            """
            依法须经批准 相关部门批准 审批部门批准 经批准后方可 后方可开展 后方可经营 以审批结果为准 许可证件为准 营业执照依法自主 自主开展经营 自主选择经营 \
            凭许可证经营 凭有效许可 许可证有效期 有效期内经营 国家法律 法律法规 法规禁止 国务院决定 国家限定公司 国家禁止进出口 限定经营 \
            许可项目 一般项目 许可经营项目 一般经营项目 经营范围 经营项目以 以上项目 以上经营范围 上述经营 涉及许可 须取得许可 取得许可后 国家专项规定 \
            产业政策禁止 限制类项目 未经批准 市场主体 依法自主 另设分支 分支机构经营 经营场所 涉及国家 外商投资准入 负面清单
            """)
        negators = words("不含 不包括 不包含 不得从事 不得经营 不从事 不涉及 不经营 不得 不带有 不生产 不储存")
        exceptions = words("除外 以外")
        licensed = words("许可 审批 批准 前置 专营 专控 限制类 限制经营")
        except = forms.fold("除").first ?? 0
        outside = forms.fold("外").first ?? 0
    }

    /// The form of a punctuation mark; nil for all else, 0 for what is passed over.
    static func punctuation(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x3001, 0x2F, 0xFF0F, 0xFF0C, 0x2C, 0x3A, 0xFF1A: comma
        case 0xFF1B, 0x3B, 0x3002, 0xFF61, 0x0A, 0x0D, 0x2028, 0x2029: stop
        case 0x28, 0xFF08, 0x5B, 0xFF3B, 0x3010, 0x3014, 0x7B: open
        case 0x29, 0xFF09, 0x5D, 0xFF3D, 0x3011, 0x3015, 0x7D: close
        // Ⅰ, Ⅱ, Ⅲ of 第Ⅲ类.
        case 0x2160: 0x4E00
        case 0x2161: 0x4E8C
        case 0x2162: 0x4E09
        default: nil
        }
    }

    /// Whether an item ends at a punctuation mark's form.
    static func isCut(_ scalar: UInt32) -> Bool {
        scalar == open || scalar == close || scalar == stop || scalar == comma
    }
}

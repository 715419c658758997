// Written for huiqi: facts of public record. Districts that no table of codes lists, and who governs their ground.

/// The kinds of development zones, and how they are written; long ones first.
let zoneKinds = (
    highTech:
        "高新技术产业开发区 高新技术产业园区 高新科技产业开发区 高新技术开发区 高新产业开发区 高技术产业开发区 高新技术产业区 高新科技开发区 高新技术园区 高新技术区 高新开发区 高新园区 高新区",
    economic: "经济技术开发区 经济技术产业开发区 经济开发区 技术开发区 经开区 开发区"
)

/// `city|names|county`: a zone that lies in one county, or whose administration is the county's. Zones that lie
/// in several counties (西安高新区, 东湖高新区, 成都高新区, 郑州航空港区, 南京江北新区, 两江新区) are not here: they stay at the city.
let functionalDistrictLines: StaticString = """
    110000|经济技术开发区 亦庄经济技术开发区 亦庄开发区|110115
    110000|中关村软件园 中关村科技园区海淀园|110108
    110000|燕山 燕山区 燕山地区|110111
    120000|经济技术开发区 开发区 经济开发区 港保税区 保税区 空港经济区 空港物流加工区 中新生态城 中新天津生态城 东疆保税港区 临港经济区|120116
    120000|滨海高新区塘沽 滨海高新技术产业开发区塘沽|120116
    120000|滨海高新区 滨海高新技术产业开发区|120000
    210100|经济技术开发区|210106
    210200|经济技术开发区 开发区 金普新区 保税区|210213
    230100|利民经济技术开发区 利民开发区|230111
    310000|自由贸易试验区 自贸试验区 自贸区 张江高科技园区 张江高科技产业园 外高桥保税区 金桥出口加工区|310115
    310000|莘庄工业区|310112
    310000|自由贸易试验区临港新片区 自由贸易试验区临港 自贸试验区临港 自贸区临港|310000
    320100|经济技术开发区|320113
    320200|高新技术产业开发区 国家高新技术产业开发区 高新区 国家高新区 新区|320214
    320600|高新技术产业开发区 高新区|320612
    320400|高新技术产业开发区 高新区 国家高新技术产业开发区|320411
    320500|高新技术产业开发区 国家高新技术产业开发区 高新区 新区|320505
    320500|工业园|320576
    330100|经济技术开发区 下沙经济技术开发区 下沙 大江东产业集聚区 经济开发区|330114
    330200|经济技术开发区 大榭开发区 保税区|330206
    350100|经济技术开发区 经济开发区 开发区|350105
    370200|经济技术开发区 西海岸新区 开发区|370211
    370200|高科技工业园|370212
    430100|经济技术开发区 经开区|430121
    430100|金洲新区|430182
    440100|经济技术开发区 开发区 高新技术产业开发区 萝岗区 萝岗 科学城 高新区|440112
    440300|光明新区|440311
    440300|坪山新区|440310
    440300|龙华新区|440309
    440300|大鹏新区|440307
    440300|蛇口|440305
    440400|横琴新区 横琴 高新区 高新技术产业开发区 唐家湾|440402
    441300|仲恺高新区 仲恺高新技术产业开发区 仲恺|441302
    441300|大亚湾 大亚湾经济技术开发区|441303
    440500|保税区|440512
    510100|经济技术开发区 经开区|510112
    650100|经济技术开发区 经开区|650106
    650100|高新技术产业开发区 高新区 高新技术开发区|650104
    """

/// `code|name`: earlier names of codes that stayed, and short ones that no suffix explains.
let renamedDivisionLines: StaticString = """
    150000|内蒙
    152500|锡盟
    420600|襄樊市
    420600|襄樊
    210112|东陵区
    421000|荆沙市
    530800|思茅市
    652700|博州
    652800|巴州
    653000|克州
    530800|思茅地区
    """

/// `city|county|town|county`: a town that became a city of a county's rank, and no county's street has its name any
/// more. 龙港镇 of 苍南县 became 龙港市 in 2019.
let townCityLines: StaticString = """
    330300|330327|龙港镇|330383
    """

/// `county|county`: ground that went to a new county while the name of the old one stayed.
let splitCountyLines: StaticString = """
    330110|330113
    """

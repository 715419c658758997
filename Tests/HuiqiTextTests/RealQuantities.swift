// Data: what the real phrasings of phrasings.tsv say, by their ids; written by hand in the notation of
// `Quantity.description`. The texts themselves stay with the evaluation data.

// swift-format-ignore-file

let realQuantities = """
    C01 => CNY >=500000000; CNY >=1000000000
    C03 =>
    C05 => months >=12
    C07 => 人 <=30; share <=0.2
    C09 => date 2019-01-01..2019-12-31; CNY >=100000000; CNY <500000000; date 2020-01-01..2020-12-31; share >=0.4
    C11 => year =0; CNY >=50000000; share >=0.6; 个 <=5
    C13 => CNY >=3000000; CNY >=2000000
    C15 =>
    C17 => year =0; CNY >=30000000; CNY >=500000000; share >=0.05
    C19 => CNY >=200000000; share >=0.5; 家 >=3
    C21 => years recent =3
    C23 => years recent =1; CNY <=50000000; CNY 50000000<..200000000; CNY >200000000; 个 =3
    C25 => CNY 10000000..<100000000
    C27 => years >=1
    C29 => years recent =1; CNY <=50000000; share >=0.05; CNY 50000000<..200000000; share >=0.04; CNY >200000000; share >=0.03
    C31 => 件 >=1; 件 >=8; 件 >=8
    C33 => 人 <=500; CNY <=200000000; CNY <=200000000
    C35 => 分 >=60; 分 >=20; 分 >=15
    C37 => years >=1; years >=1
    C39 => 岁 16..24; months >=1
    C41 => year =-1; USD >=45000000
    C43 => year =0; CNY >=500000
    C45 => 人 <=1000; CNY <=400000000
    C47 =>
    C49 => 吨标准煤 >=500
    C51 => 项 =1
    C53 => CNY >=1000000000
    C55 => date 2022-04-01..2022-06-30; date --04-01..--04-30; date --05-01..--05-31
    C57 => date 2021-01-01..2021-12-31; date =2020-12-31; share =1
    B02 => share =0.1; CNY <=50000000; CNY <=20000000
    B04 => share =0.6
    B06 => share =0.3; share =0.5; share =0.6; share <=0.9
    B08 => CNY <=10000000 /家企业
    B10 => share =0.015; share =0.018; share =0.02; CNY <=1000000
    B12 => 名 =3; 名 =5; 名 =12; CNY =3000000; CNY =2000000; CNY =1000000
    B14 => share =0.1; CNY <=5000000; CNY >=100000000; CNY <=10000000
    B16 => share =0.5; CNY 300000..500000
    B18 => 人 =1; CNY =2000; months >=6; months <12; CNY =1000 /人; months >=12; CNY =1000 /人
    B20 => CNY =5000
    B22 => share =0.08; CNY <=5000000
    B24 => share =0.15; CNY <=5000000
    B26 => months every =6; share =0.01; CNY <=1000000
    B28 => years leading =3; years trailing =2; share =1; share =0.5; years <=3
    B30 => share =0.5
    B32 => share <=0.2; CNY <=2000000
    B34 => years every =1; CNY <=20000000 /年
    B36 => CNY <=500000; CNY =0.8 /吨; CNY =0.2 /立方米; share =0.05
    B38 => CNY <=0.4 /千瓦时
    B40 => yearOf =1; share =0.5; share =0.5
    B42 => share =0.5
    G01 =>
    G03 => CNY <100000
    G05 =>
    G07 =>
    G09 => workdays <=60
    """

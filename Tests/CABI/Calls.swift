import HuiqiC

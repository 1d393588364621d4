"""One day's downloads of a small company, as the tools write them: an ad report, a chat export, the customer sheet.

Three keywords, 700.00 spent, four conversations, three of them inquiries, two valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

AD_REPORT = (
    ("数据生成时间：2026-11-23 09:12:33",),
    ("时间范围：2026-11-20 至 2026-11-20",),
    ("日期", "账户", "推广计划", "推广单元", "关键词", "展现", "点击", "消费", "点击率", "平均点击价格", "平均排名"),
    ("2026-11-20", "xh-1", "产品词", "净水器", "家用净水器", "1,200", "60", "¥360.00", "5.00%", "6.00", "1.4"),
    ("2026-11-20", "xh-1", "产品词", "净水器", "厨下净水器安装", "800", "40", "240.50", "5.00%", "6.01", "1.8"),
    ("2026-11-20", "xh-1", "产品词", "滤芯", "净水器滤芯更换", "500", "10", "99.50", "2.00%", "9.95", "2.1"),
    ("合计", "", "", "", "", "2,500", "110", "700.00", "4.40%", "6.36", "--"),
)
_AT, _FROM, _PAGE = "2026-11-20 09:30:11", "百度推广", "https://www.xinghe-jingshui.cn/"
CHATS = (
    (
        *("编号", "永久身份", "访客名称", "开始时间", "对话类型", "首次来源"),
        *("初次访问网址", "搜索词", "关键词", "访客消息数", "名片", "电话"),
    ),
    ("1001", "", "河北客人", _AT, "", _FROM, _PAGE, "家用净水器", "家用净水器", "5", "", "13800000001"),
    ("1002", "", "天津客人", _AT, "", _FROM, _PAGE, "家用净水器", "家用净水器", "3", "", "13800000002"),
    ("1003", "", "山东客人", _AT, "", _FROM, _PAGE, "厨下净水器安装", "厨下净水器安装", "6", "", "13800000003"),
    ("1004", "", "河南客人", _AT, "", _FROM, _PAGE, "净水器滤芯更换", "净水器滤芯更换", "2", "", ""),
)
CUSTOMERS = (
    ("日期", "客户名称", "联系人", "电话", "来源渠道", "关键词", "是否有效", "是否成交", "成交金额"),
    ("2026-11-20", "王家", "王先生", "13800000001", _FROM, "", "是", "是", "3,680.00"),
    ("2026-11-20", "李家", "李女士", "13800000002", _FROM, "", "否", "", "--"),
    ("2026-11-20", "赵家", "赵工", "13800000003", _FROM, "", "是", "", ""),
)


def write_exports(folder: Path) -> list[Path]:
    """The three files, in the encodings they come in."""
    written = {
        "搜索推广_关键词报告.csv": _csv(AD_REPORT, "gb18030"),
        "商务通对话.csv": _csv(CHATS, "gb18030"),
        "客户登记.csv": _csv(CUSTOMERS, "utf-8"),
    }
    return [_written(folder / name, content) for name, content in written.items()]


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _csv(lines: Iterable[Sequence[str]], encoding: str) -> bytes:
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)

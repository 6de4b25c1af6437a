"""todo"""
NAME="check"
def command() -> None:
    pass

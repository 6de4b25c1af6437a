"""todo"""
NAME="new"
def command() -> None:
    pass

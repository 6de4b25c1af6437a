"""todo"""
NAME="doctor"
def command() -> None:
    pass

# A generator of its own.
from pelican import signals
from pelican.generators import Generator


class Own(Generator):
    def generate_output(self, writer):
        template = self.env.from_string("WORD {{ articles|length }} {{ SITENAME }}")
        writer.write_file("own.txt", template, self.context, other="WORD")


def make(pelican):
    del pelican
    return Own


def register():
    signals.get_generators.connect(make)

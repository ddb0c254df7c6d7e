"""What is configured today, for a query that depends on it."""

from domain.configuration_keys import ConfigurationKey
from persistence.queries.configuration import configured_values
from resolvers.acting import Info
from schema.configuration import Setting, configured


async def written_setting(info: Info, key: ConfigurationKey) -> str | None:
    """The value of a key today, as it is written; None is no limit."""
    rows = await info.context.reads.all(configured_values(), {"key": key.value})
    values = configured([Setting.of(row) for row in rows], info.context.today)
    return next(each.value for each in values if each.key is key)

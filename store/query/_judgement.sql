multiIf(
        arrayExists((s, a) -> s = 'negative' AND {{judges}}, aspects.sentiment, aspects.name), 'negative',
        arrayExists((s, a) -> s = 'positive' AND {{judges}}, aspects.sentiment, aspects.name), 'positive',
        arrayExists(a -> {{judges}}, aspects.name), 'neutral', '')

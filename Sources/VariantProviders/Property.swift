// namespace, feature, value, property: the room of issue Variants.

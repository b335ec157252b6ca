"""Official forms (填报表) as data sets: maps as data say where each figure of a campus or county stands in them."""

"""Pictures of numbers: where each mark lies. Everything here is pure; `theme/` draws.

Across, places are percentages of the picture's width; down, they are in em, of the picture's type
size. So a picture fits a telephone, and its letters grow with the reader's.
"""

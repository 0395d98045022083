"""Models trained anew and compared with the old: train makes them, evaluate judges them."""

"""The program and its peers on the same texts, in one run."""

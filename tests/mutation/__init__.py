"""Real policy and regulation text, changed in known ways, to see whether the changes are found.

    python -m tests.mutation            prints the table of docs/alignment.md

`data/12-cfr-1010.tsv` is 12 CFR 1010.1 to 1010.9 as the Bureau of Consumer Financial Protection
published it in 2016 (81 FR 29111); `data/nist-sp-800-53.tsv` are four families of controls of
NIST Special Publication 800-53, Revision 5.2.0, and `data/insertions.tsv` clauses of three other
families of it. All are works of the United States government, in the public domain.
"""

"""Makes items.csv: answers of 80 made-up men to six items, 1 to 5.  python items.py > items.csv"""

import random
import sys

random.seed(16)
rows = ["a,b,c,d,e,f"]
for _ in range(80):
    man = random.gauss(0, 1)
    answers = [3 + w * man + random.gauss(0, 0.9) for w in (0.9, 0.8, 0.7, 0.6, 0.8, 0.5)]
    rows.append(",".join(str(min(5, max(1, round(x)))) for x in answers))
sys.stdout.write("\n".join(rows) + "\n")

# Made the numbers in test_released.py.  Rscript power.R
options(digits = 16)
print(power.t.test(n = 30, power = 0.8, strict = TRUE, tol = 1e-14)$delta)
print(power.t.test(delta = 0.5, power = 0.8, strict = FALSE, tol = 1e-14)$n)
print(uniroot(function(p) power.prop.test(n = 100, p1 = 0.4, p2 = p)$power - 0.8, c(0.01, 0.399), tol = 1e-14)$root)

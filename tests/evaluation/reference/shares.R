# Makes shares.json.  Rscript shares.R > shares.json   (stats for logit and exact tests, mice for Rubin's rules)
suppressMessages({library(mice); library(jsonlite)})
d <- read.csv("rossi.csv")
f <- glm(arrest ~ fin + age + prio, binomial, d, control = glm.control(epsilon = 1e-15, maxit = 100))
out <- list(logit = unname(coef(f)), logit_se = unname(sqrt(diag(vcov(f)))))
# 2 of 15 treated and 7 of 14 controls have the event; odds of no event
e <- fisher.test(matrix(c(13, 7, 2, 7), 2), conf.level = 0.95); out$odds <- c(unname(e$estimate), e$conf.int)
out$share <- as.vector(binom.test(3, 8)$conf.int)
out$wilson <- as.vector(prop.test(3, 8, correct = FALSE)$conf.int)
# five filled-in copies of 40 men: estimate, total variance, degrees of freedom after Barnard and Rubin, fraction missing
p <- pool.scalar(c(1.2, 0.9, 1.6, 1.1, 1.4), c(0.20, 0.25, 0.22, 0.19, 0.24), n = 40, k = 2, rule = "rubin1987"); out$rubin <- c(p$qbar, p$t, p$df)
out$versions <- lapply(c(R = "base", mice = "mice"), function(p) as.character(packageVersion(p)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")

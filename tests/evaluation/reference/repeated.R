# Makes repeated.json and scores.csv.  Rscript repeated.R > repeated.json   (nlme for the MMRM, geepack for the GEE)
# No package here gives Satterthwaite or Kenward-Roger df for an unstructured residual covariance (lmerTest and pbkrtest
# take random effects only): those are held against 40 digits and the definition, not against R.
suppressMessages({library(nlme); library(geepack); library(jsonlite)})
set.seed(7); n <- 60; treated <- rep(0:1, n / 2)
base <- rnorm(n, 20, 4)
y <- sapply(0:3, function(t) round(base + 0.8 * t + treated * 0.9 * t + rnorm(n, 0, 2 + 0.3 * t), 1))
y[runif(length(y)) < 0.2] <- NA
yes <- ifelse(is.na(y), NA, as.integer(y + rnorm(length(y)) > 22))
w <- data.frame(id = 1:n, treated, y = y, yes = yes); names(w) <- c("id", "treated", paste0("y", 0:3), paste0("yes", 0:3))
write.csv(w, "scores.csv", row.names = FALSE, quote = FALSE, na = "")
l <- data.frame(id = rep(1:n, 4), treated = rep(treated, 4), time = rep(0:3, each = n), y = as.vector(y), yes = as.vector(yes))
l <- l[!is.na(l$y), ]; l <- l[order(l$id, l$time), ]
g2 <- gls(y ~ 0 + factor(time) + factor(time):treated, l, correlation = corSymm(form = ~ as.integer(time + 1) | id),
  weights = varIdent(form = ~ 1 | time), method = "REML", control = glsControl(msMaxIter = 5000, maxIter = 500, tolerance = 1e-12, msTol = 1e-13))
out <- list(mmrm = unname(coef(g2)), mmrm_se = unname(sqrt(diag(vcov(g2)))), loglik = as.numeric(logLik(g2)))
for (s in c("independence", "exchangeable", "ar1")) {
  f <- geeglm(yes ~ time * treated, id = id, waves = time + 1, data = l, family = binomial, corstr = s,
    control = geese.control(epsilon = 1e-14, maxit = 500))
  out[[s]] <- list(unname(coef(f)), unname(summary(f)$coefficients[, 2]), unname(f$geese$alpha)) }
out$versions <- lapply(c(R = "base", nlme = "nlme", geepack = "geepack"), function(p) as.character(packageVersion(p)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")

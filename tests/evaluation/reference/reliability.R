# Makes reliability.json.  Rscript reliability.R > reliability.json   (factanal for the one-factor model, psych for alpha)
suppressMessages({library(psych); library(jsonlite)})
d <- read.csv("items.csv")
f <- factanal(covmat = cov(d), n.obs = nrow(d), factors = 1, control = list(opt = list(factr = 10, maxit = 5000), lower = 1e-6, nstart = 3))
l <- as.vector(f$loadings) * sqrt(diag(cov(d))); u <- f$uniquenesses * diag(cov(d))
a <- alpha(d); 
out <- list(alpha = a$total$raw_alpha, feldt = unlist(alpha.ci(a$total$raw_alpha, nrow(d), ncol(d))[c("lower.ci", "upper.ci")]), omega = sum(l)^2 / (sum(l)^2 + sum(u)))
out$versions <- lapply(c(R = "base", psych = "psych"), function(p) as.character(packageVersion(p)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")

# Makes agreement.json.  Rscript agreement.R > agreement.json   (vcd for kappa, psych for ICC)
suppressMessages({library(vcd); library(psych); library(jsonlite)})
tab <- matrix(c(44, 5, 1, 0, 7, 20, 6, 1, 3, 9, 33, 4, 0, 2, 5, 14), 4, byrow = TRUE)
k <- Kappa(tab, weights = "Equal-Spacing"); q <- Kappa(tab, weights = "Fleiss-Cohen")
out <- list(plain = unname(c(k$Unweighted)), linear = unname(c(k$Weighted)), quadratic = unname(c(q$Weighted)))
# Shrout and Fleiss 1979, table 2
sf <- matrix(c(9,2,5,8, 6,1,3,2, 8,4,6,8, 7,1,2,6, 10,5,6,9, 6,2,4,7), ncol = 4, byrow = TRUE)
r <- ICC(sf, lmer = FALSE)$results
out$icc <- lapply(1:6, function(i) c(r$ICC[i], r$`lower bound`[i], r$`upper bound`[i]))
out$mcnemar <- binom.test(4, 17)$p.value
out$versions <- lapply(c(R = "base", vcd = "vcd", psych = "psych"), function(p) as.character(packageVersion(p)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")

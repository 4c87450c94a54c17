# Makes invariance.json from items.csv (first 40 men against the others).  Rscript invariance.R > invariance.json
# lavaan's own stop (a relative gain of 1e-10); asked for less it says that it found nothing.
suppressMessages({library(lavaan); library(jsonlite)})
d <- read.csv("items.csv")[, 1:4]; d$g <- rep(1:2, c(40, 40))
m <- "F =~ a + b + c + d"
f <- lapply(list(c(""), "loadings", c("loadings", "intercepts")), function(e) cfa(m, d, group = "g", group.equal = e, std.lv = FALSE, meanstructure = TRUE))
chi <- sapply(f, function(x) fitMeasures(x, "chisq")); df <- sapply(f, function(x) fitMeasures(x, "df"))
out <- list(chisq = unname(chi), df = unname(df))
out$versions <- lapply(c(R = "base", lavaan = "lavaan"), function(p) as.character(packageVersion(p)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")

# Makes invariance.json from items.csv (first 40 men against the others).  Rscript invariance.R > invariance.json   (lavaan 0.6-14)
suppressMessages({library(lavaan); library(jsonlite)})
d <- read.csv("items.csv")[, 1:4]; d$g <- rep(1:2, c(40, 40))
m <- "F =~ a + b + c + d"
f <- lapply(list(c(""), "loadings", c("loadings", "intercepts")), function(e) cfa(m, d, group = "g", group.equal = e, std.lv = FALSE, meanstructure = TRUE))
chi <- sapply(f, function(x) fitMeasures(x, "chisq")); df <- sapply(f, function(x) fitMeasures(x, "df"))
cat(toJSON(list(chisq = unname(chi), df = unname(df)), digits = NA), "\n")

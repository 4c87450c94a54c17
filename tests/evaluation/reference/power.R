# Makes power.json.  Rscript power.R > power.json   (stats)
suppressMessages(library(jsonlite))
out <- list(difference = power.t.test(n = 30, power = 0.8, strict = TRUE, tol = 1e-14)$delta,
  people = power.t.test(delta = 0.5, power = 0.8, strict = FALSE, tol = 1e-14)$n,
  share = uniroot(function(p) power.prop.test(n = 100, p1 = 0.4, p2 = p)$power - 0.8, c(0.01, 0.399), tol = 1e-14)$root,
  versions = list(R = as.character(packageVersion("base"))))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")

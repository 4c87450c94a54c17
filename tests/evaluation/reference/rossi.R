# Makes rossi.csv: 432 released men, Rossi, Berk and Lenihan 1980, as in the public data sets of lifelines (MIT) and carData.
d <- carData::Rossi
num <- function(x, yes) as.integer(x == yes)
out <- data.frame(week = d$week, arrest = d$arrest, fin = num(d$fin, "yes"), age = d$age, race = num(d$race, "black"),
  wexp = num(d$wexp, "yes"), mar = num(d$mar, "married"), paro = num(d$paro, "yes"), prio = d$prio)
write.csv(out, "rossi.csv", row.names = FALSE, quote = FALSE)

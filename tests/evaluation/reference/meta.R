# Makes meta.json: reference digits of the meta-analyses.  Rscript meta.R ../../../../shared/data > meta.json
# metafor, clubSandwich; tolerances tightened because metafor stops REML at 1e-5 by default.
suppressMessages({library(metafor); library(clubSandwich)})
args <- commandArgs(trailingOnly = TRUE)
d <- read.table(file.path(args[1], "landenberger2005.txt"), header = TRUE)
# log OR of NON-recidivism, treated against control
d <- escalc(measure = "OR", ai = n.cbt.non, bi = n.cbt.rec, ci = n.ctrl.non, di = n.ctrl.rec, data = d)
tight <- list(threshold = 1e-15, maxiter = 10000, tol = 1e-15)
out <- list()
for (m in c("EE", "DL", "PM", "REML")) {
  f <- rma(yi, vi, data = d, method = m, control = tight); k <- rma(yi, vi, data = d, method = m, test = if (m == "EE") "z" else "knha", control = tight)
  p <- predict(k)
  out[[m]] <- c(mu = f$b[1], se = f$se, low = f$ci.lb, high = f$ci.ub, tau2 = f$tau2, I2 = f$I2, Q = f$QE, hk_se = k$se, hk_low = k$ci.lb, hk_high = k$ci.ub, pi_low = p$pi.lb, pi_high = p$pi.ub)
}
ci <- confint(rma(yi, vi, data = d, control = tight), control = list(tol = 1e-14))$random
out$q_profile <- c(tau2_low = ci[1, 2], tau2_high = ci[1, 3], i2_low = ci[3, 2], i2_high = ci[3, 3])
r <- rma(yi, vi, mods = ~ sessions + hrs_week, data = d, test = "knha", control = tight)
out$regression <- list(beta = as.vector(r$b), se = r$se, p = r$pval, tau2 = r$tau2, QE = r$QE, QM = r$QM, QMp = r$QMp, df = r$QMdf, rows = r$k)
mh <- function(measure) { f <- rma.mh(ai = n.ctrl.rec, bi = n.ctrl.non, ci = n.cbt.rec, di = n.cbt.non, data = d, measure = measure); c(f$b[1], f$se) }
out$mh_or <- mh("OR"); out$mh_rr <- mh("RR"); out$mh_rd <- mh("RD")
pe <- rma.peto(ai = n.ctrl.rec, bi = n.ctrl.non, ci = n.cbt.rec, di = n.cbt.non, data = d); out$peto <- c(pe$b[1], pe$se)
e <- regtest(d$yi, d$vi, model = "lm"); out$egger <- c(t = e$zval, p = e$pval)
pet <- lm(yi ~ sqrt(vi), weights = 1 / vi, data = d); out$pet <- as.vector(coef(summary(pet))[, 1:2])
peese <- lm(yi ~ vi, weights = 1 / vi, data = d); out$peese <- as.vector(coef(summary(peese))[, 1:2])
tf <- trimfill(rma(yi, vi, data = d, method = "DL")); out$trimfill_dl <- c(k0 = tf$k0, mu = tf$b[1], se = tf$se, tau2 = tf$tau2)
tf2 <- trimfill(rma(yi, vi, data = d, method = "EE")); out$trimfill_ee <- c(k0 = tf2$k0, mu = tf2$b[1], se = tf2$se)
# the studies of one year as if they were effects of one source: 58 effects in 18 clusters
d$cluster <- sub(".*\\((\\d{4}).*", "\\1", d$study); d$row <- seq_len(nrow(d))
ml <- rma.mv(yi, vi, random = ~ 1 | cluster / row, data = d, control = list(optimizer = "optim", optmethod = "BFGS", reltol = 1e-16, maxit = 10000))
out$three <- list(mu = ml$b[1], se = ml$se, sigma2 = ml$sigma2, ll = as.numeric(logLik(ml)))
cr <- coef_test(ml, vcov = "CR2", cluster = d$cluster, test = "Satterthwaite"); out$three_cr2 <- c(se = cr$SE, df = cr[[grep("df", names(cr))[1]]])
u <- rma(yi, vi, mods = ~ sessions, data = d, method = "DL")
dd <- d[!is.na(d$sessions), ]
cr <- coef_test(u, vcov = "CR2", cluster = dd$cluster, test = "Satterthwaite"); out$reg_cr2 <- list(beta = as.vector(u$b), se = cr$SE, df = cr[[grep("df", names(cr))[1]]])
out$versions <- lapply(c(R = "base", metafor = "metafor", clubSandwich = "clubSandwich"), function(p) as.character(packageVersion(p)))
library(jsonlite, quietly = TRUE)
cat(toJSON(lapply(out, as.list), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")

// Runs before the first paint, so that nothing moves: says that scripts run, and whether the menu was left folded.
document.documentElement.className = 'js'
try {
  if (localStorage.menu === 'icons') document.documentElement.className = 'js menu-icons'
} catch {
  // A browser that keeps nothing shows the menu unfolded.
}

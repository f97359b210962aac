// Runs before the first paint, so that nothing moves: says that scripts run, those of the elements too, and whether the menu was left
// folded. A browser that has no elements gets the page of who has no scripts, whole.
const runs = 'customElements' in window ? 'js' : ''
document.documentElement.className = runs
try {
  if (localStorage.menu === 'icons') document.documentElement.className = `${runs} menu-icons`
} catch {
  // A browser that keeps nothing shows the menu unfolded.
}

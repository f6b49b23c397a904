// Comfort only: every task works without this file.
document.documentElement.classList.add('js')

// A form that was sent says so and can't be sent twice.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method === 'get') return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 'yes'
  const button = event.submitter
  if (button instanceof HTMLButtonElement && button.dataset.busy) {
    button.textContent = button.dataset.busy
    button.setAttribute('aria-busy', 'true')
  }
})

// Coming back with the browser's back button, the form can be sent again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.forms) delete form.dataset.sent
})

// Filters take effect at once; the button stays for those without this file.
for (const form of document.querySelectorAll('form[data-auto]')) {
  form.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit()
  })
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => print())
  button.hidden = false
}

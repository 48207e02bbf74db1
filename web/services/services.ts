import type { ComponentType } from 'react'
import type { CompanyCard } from '#contract/companies.ts'
import type { TextKey } from '#web/platform/texts.ts'
import { DirectionsService } from './directions-service.tsx'
import { DirectoriesService } from './directories-service.tsx'
import { KeyFigures } from '#web/register/key-figures.tsx'
import { MapService } from './map-service.tsx'
import { SmsService } from './sms-service.tsx'
import { WebsiteService } from './website-service.tsx'

export type ServiceProps = {
  company: CompanyCard
  /** Opens the form of the company at a field. */
  onFill: (field: TextKey) => void
}

/** What the tab offers for a company, in its order; each draws itself as a ServiceCard. */
export const services: { id: string; Service: ComponentType<ServiceProps> }[] = [
  { id: 'register', Service: KeyFigures },
  { id: 'map', Service: MapService },
  { id: 'directions', Service: DirectionsService },
  { id: 'directories', Service: DirectoriesService },
  { id: 'website', Service: WebsiteService },
  { id: 'sms', Service: SmsService },
]
